/** Closed lists of a complaint: code → words people write for it, the first as shown (domain.md section 3). */

/** How the complaint came in. */
export const COMPLAINT_CHANNELS = {
  LETTER: ['信函', '来信', '信件', '书面', 'letter', 'mail'],
  COURIER: ['快递', '快递来件', '快遞', 'courier'],
  PHONE: ['电话', '热线', '客服电话', '来电', '電話', 'phone'],
  ONLINE: ['网络', '线上', '互联网', '網絡', '網路', '官网', 'App', '微信', 'online'],
  VISIT: ['来访', '现场', '临柜', '來訪', 'visit'],
  REGULATOR: ['监管转办', '监管转送', '監管轉辦', '金融监管局转办', 'regulator'],
  HOTLINE_12378: ['12378', '12378热线'],
  CONSUMER_ASSOCIATION: ['消协转办', '消费者协会转办', '消保委转办', 'consumer association'],
  OTHER: ['其他', 'other'],
} as const satisfies Record<string, readonly string[]>;

/** What the complainant asks for. */
export const COMPLAINT_DEMANDS = {
  FULL_SURRENDER: ['全额退保', '全額退保', 'full surrender'],
  PARTIAL_REFUND: ['部分退费', '部分退款', '部分退費', 'partial refund'],
  COMPENSATION: ['赔偿', '賠償', 'compensation'],
  APOLOGY: ['道歉', 'apology'],
  OTHER: ['其他', 'other'],
} as const satisfies Record<string, readonly string[]>;
