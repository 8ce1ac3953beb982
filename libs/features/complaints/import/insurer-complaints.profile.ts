/** Complaints an insurer reports on the hub's own template (.xlsx or CSV with the same headers): one row per complaint. */
import { chineseDate, choice, identifier, money, recordNumber, text, yesNo } from './cell.rules.js';
import { COMPLAINT_CHANNELS, COMPLAINT_DEMANDS } from './complaint-words.js';
import { contradicting, emptyDraft, fieldReader, sealed, withoutRepetitions } from './draft.rules.js';
import type { ImportProfile, ProfileField } from './profile.type.js';

const shown = (words: Readonly<Record<string, readonly string[]>>): string[] => Object.values(words).map((spellings) => spellings[0]!);

const fields: readonly ProfileField[] = [
  {
    name: 'number', labelZh: '投诉编号', labelEn: 'Complaint number', required: true, headers: ['编号', '投诉单号', '投訴編號'], check: recordNumber(40),
    note: { zh: '本机构的投诉编号，不得重复；再次导入同一编号即更新', en: 'Your own number, unique; importing it again updates the complaint' },
  },
  {
    name: 'channel', labelZh: '投诉渠道', labelEn: 'Channel', required: true, headers: ['渠道', '来源渠道', '投訴渠道'],
    check: choice(COMPLAINT_CHANNELS), choices: shown(COMPLAINT_CHANNELS),
    note: { zh: '从下拉列表中选择', en: 'Choose from the list' },
  },
  {
    name: 'openedAt', labelZh: '受理日期', labelEn: 'Accepted on', required: true, headers: ['收到日期', '投诉日期', '登记日期'], check: chineseDate,
    note: { zh: '年-月-日，如 2026-09-01，不得晚于今天', en: 'Year-month-day such as 2026-09-01, not in the future' },
  },
  {
    name: 'complainantName', labelZh: '投诉人姓名', labelEn: 'Complainant', required: true, headers: ['投诉人', '客户姓名', '投訴人姓名'], check: text(60),
    note: { zh: '投诉人本人姓名，代理投诉也填投保人本人', en: 'The policyholder, also when somebody complains for him or her' },
  },
  {
    name: 'complainantIdNumber', labelZh: '投诉人证件号', labelEn: 'ID number', required: false, headers: ['证件号', '证件号码', '身份证号', '投訴人證件號'], check: identifier('RESIDENT_ID'),
    note: { zh: '18 位居民身份证号，请按文本填写', en: 'Resident identity number, 18 characters, as text' },
  },
  {
    name: 'complainantPhone', labelZh: '投诉人电话', labelEn: 'Phone', required: false, headers: ['联系电话', '电话', '手机号', '投訴人電話'], check: identifier('PHONE'),
    note: { zh: '信函或来电所留的联系电话，照原样填写', en: 'The number given in the letter or call, as it was given' },
  },
  {
    name: 'isProxy', labelZh: '是否代理', labelEn: 'By proxy', required: false, headers: ['是否代理投诉', '代理投诉'], check: yesNo, choices: ['是', '否'],
    note: { zh: '有他人代为投诉或办理的填 是', en: '是 (yes) when somebody else complains or acts for the complainant' },
  },
  {
    name: 'policyNumber', labelZh: '保单号', labelEn: 'Policy number', required: false, headers: ['保单号码', '保單號'], check: identifier('POLICY_NUMBER'),
    note: { zh: '所涉保单号，一行一张；多张保单请分行并另编投诉编号', en: 'One policy per row' },
  },
  {
    name: 'respondent', labelZh: '被投诉机构', labelEn: 'Institution complained about', required: true, headers: ['被投诉单位', '被投诉公司', '被投訴機構'], check: text(200),
    note: { zh: '本公司或其分支机构、中介机构的全称', en: 'Full name of your company, its branch or the intermediary' },
  },
  {
    name: 'category', labelZh: '投诉类别', labelEn: 'Category', required: false, headers: ['类别', '投诉类型'], check: text(60),
    note: { zh: '如 销售纠纷、退保纠纷、理赔纠纷、保全服务', en: 'Such as sales, surrender, claim, policy service' },
  },
  {
    name: 'text', labelZh: '投诉内容', labelEn: 'Complaint', required: true, headers: ['投诉正文', '投诉事项', '投訴內容'], check: text(20_000),
    note: { zh: '信函全文或来电记录，请勿删改', en: 'The whole letter or call record, unchanged' },
  },
  {
    name: 'demand', labelZh: '投诉诉求', labelEn: 'Demand', required: false, headers: ['诉求', '投訴訴求'],
    check: choice(COMPLAINT_DEMANDS), choices: shown(COMPLAINT_DEMANDS),
    note: { zh: '从下拉列表中选择', en: 'Choose from the list' },
  },
  {
    name: 'demandAmountFen', labelZh: '诉求金额(元)', labelEn: 'Amount demanded (CNY)', required: false, headers: ['诉求金额', '要求金额', '訴求金額(元)'], check: money,
    note: { zh: '以元为单位，最多两位小数', en: 'In yuan, at most two decimals' },
  },
  {
    name: 'mailAddress', labelZh: '寄件地址', labelEn: 'Sender address', required: false, headers: ['寄件人地址', '发件地址'], check: text(200),
    note: { zh: '信封或快递面单上的寄件地址', en: 'As on the envelope or waybill' },
  },
  {
    name: 'courierNumber', labelZh: '快递单号', labelEn: 'Courier number', required: false, headers: ['运单号', '邮件号'], check: recordNumber(60),
    note: { zh: '快递或挂号信单号', en: 'Number of the courier or registered letter' },
  },
  {
    name: 'postmark', labelZh: '邮戳', labelEn: 'Postmark', required: false, headers: ['邮戳地', '收寄局'], check: text(100),
    note: { zh: '邮戳或揽收网点所示地点与日期', en: 'Place and date of the postmark or of the pick-up' },
  },
  {
    name: 'closedAt', labelZh: '办结日期', labelEn: 'Closed on', required: false, headers: ['结案日期'], check: chineseDate,
    note: { zh: '尚未办结的留空', en: 'Empty while open' },
  },
  {
    name: 'conclusion', labelZh: '处理结果', labelEn: 'Outcome', required: false, headers: ['办理结果', '处理结论'], check: text(2000),
    note: { zh: '尚未办结的留空', en: 'Empty while open' },
  },
];

const read = fieldReader(fields);

export const insurerComplaints: ImportProfile = {
  code: 'INSURER_COMPLAINTS',
  name: 'insurer-complaints',
  labelZh: '保险公司投诉（模板）',
  labelEn: 'Complaints of an insurer (template)',
  fields,
  keyField: 'number',
  suspiciousFrom: 2,
  assemble(rows) {
    const different = withoutRepetitions(rows);
    const row = different[0]!;
    if (different.length > 1) return contradicting(rows, '投诉编号');
    const draft = emptyDraft(row.key, read(row, 'channel') ?? 'OTHER', rows);
    const amount = read(row, 'demandAmountFen');
    const proxy = read(row, 'isProxy');
    draft.respondent = read(row, 'respondent');
    draft.respondents = draft.respondent === null ? [] : [draft.respondent];
    draft.category = read(row, 'category');
    draft.complainantName = read(row, 'complainantName');
    draft.complainantIdNumber = read(row, 'complainantIdNumber');
    draft.complainantPhone = read(row, 'complainantPhone');
    draft.isProxy = proxy === null ? null : proxy === 'true';
    draft.policyNumber = read(row, 'policyNumber');
    draft.text = read(row, 'text');
    draft.mailAddress = read(row, 'mailAddress');
    draft.courierNumber = read(row, 'courierNumber');
    draft.postmark = read(row, 'postmark');
    draft.mailOrigin = [draft.mailAddress, draft.courierNumber && `快递单号 ${draft.courierNumber}`, draft.postmark && `邮戳 ${draft.postmark}`]
      .filter((part) => part).join('；') || null;
    draft.demand = read(row, 'demand');
    draft.demandAmountFen = amount === null ? null : BigInt(amount);
    draft.openedAt = read(row, 'openedAt');
    draft.closedAt = read(row, 'closedAt');
    draft.conclusion = read(row, 'conclusion');
    draft.currency = amount === null ? null : 'CNY';
    return { ok: true, draft: sealed(draft) };
  },
  // Invented people of the demo world; in the order of the fields.
  examples: [
    ['TS-2026-0001', '快递', '2026-08-03', '郑示例', '990101198503120010', '12900000001', '是', 'JIA-0001', '示例人寿甲',
      '退保纠纷', '本人于投保时未被告知退保损失，要求全额退还所交保费。', '全额退保', '36,000.00', '云州市云中县示例路 1 号', 'YD9900000001', '云中 2026-08-01', '', ''],
    ['TS-2026-0002', '电话', '2026-08-05', '钱样本', '990101197907250028', '', '否', 'JIA-0002', '示例人寿甲云中支公司',
      '保全服务', '客户来电反映变更缴费账户后仍从旧账户扣费，要求更正。', '其他', '', '', '', '', '2026-08-12', '已更正账户并致歉'],
  ],
};
