import type { LeadInput, SubjectInput } from '#features/leads';
import { creditCodeCheckCharacter, residentIdCheckCharacter } from '#kernel/identifiers';
import { DEMO_GROUP } from './cast.js';

/** A lead of the demo world as it stands when the hub starts; everything is invented and older than 2026-09-07. */
export interface DemoLead {
  number: string;
  owner: string;
  submittedBy: string | null;
  at: string;
  status: string;
  /** -1 unknown, 0 LOW … 3 HIGH. */
  band: number;
  score: number | null;
  assigned: string | null;
  assignee: string | null;
  conclusion?: string;
  sharedWith: readonly string[];
  input: LeadInput;
}

const organiser: SubjectInput = { kind: 'PERSON', role: 'ORGANISER', name: '吴虚构', idNumber: '990101199211301041', phones: ['12900000001'] };
const mingheng: SubjectInput = { kind: 'ORGANISATION', role: 'LEGAL_CONSULTANCY', name: '云州明衡法务咨询有限公司', unifiedCreditCode: '91990101MA0DEM001L' };
const yuanhe: SubjectInput = { kind: 'ORGANISATION', role: 'INTERMEDIARY', name: '云州远禾保险代理有限公司', unifiedCreditCode: '91990102MA0DEM0026' };

/** The records that stories and scripts rely on. */
export const FIXED_LEADS: readonly DemoLead[] = [
  {
    number: 'XS-990101-2026-000017',
    owner: 'REG-990101',
    submittedBy: 'xu.shouli',
    at: '2026-08-18T10:20:00+08:00',
    status: 'ASSIGNED',
    band: 3,
    score: 86,
    assigned: 'REG-990101',
    assignee: 'lin.diaocha',
    sharedWith: ['INS-JIA', 'INS-YI', 'POL-990101', 'SAMR-990100', DEMO_GROUP.code],
    input: {
      title: '吴虚构等人以“全额退保”名义招揽投保人并统一代写投诉信',
      narrative:
        '近三个月受理的投诉信中有十二封内容高度雷同，留存同一联系电话 12900000001。投保人郑示例（电话 12900000101）称，吴虚构自称云州明衡法务咨询有限公司法律顾问，' +
        '要求其交出身份证、保单 JIA-0001 和银行卡 6299990000000000012，约定按已交保费的 30% 收取服务费，并代拟“销售误导”的投诉材料。',
      source: 'COMPLAINT',
      regionCode: '990101',
      conductTypes: ['ILLEGAL_SOLICITATION', 'COACHED_FABRICATION'],
      sourceGrade: 2,
      informationGrade: 'B',
      handling: 'C',
      handlingCode: 'H2',
      amountInvolved: '48600000',
      insurerCodes: ['INS-JIA'],
      policyNumbers: ['JIA-0001'],
      subjects: [
        organiser,
        mingheng,
        { kind: 'PERSON', role: 'VICTIM', name: '郑示例', idNumber: '990101198503120010', phones: ['12900000101'], bankAccounts: ['6299990000000000012'] },
      ],
    },
  },
  {
    number: 'XS-990102-2026-000009',
    owner: 'INS-JIA',
    submittedBy: 'wang.baoguan',
    at: '2026-07-02T15:05:00+08:00',
    status: 'SUBMITTED',
    band: 2,
    score: 64,
    assigned: null,
    assignee: null,
    sharedWith: [],
    input: {
      title: '同一电话代多名客户申请退保',
      narrative: '客服回访发现三名互不相识的客户退保申请均留电话 12900000001，来电人自称吴虚构，拒绝客户本人接听。',
      source: 'INSURER_MONITORING',
      regionCode: '990102',
      conductTypes: ['ILLEGAL_SOLICITATION'],
      sourceGrade: 1,
      informationGrade: 'B',
      handling: 'P',
      handlingCode: 'H1',
      amountInvolved: '12800000',
      insurerCodes: ['INS-JIA'],
      policyNumbers: ['JIA-0002'],
      subjects: [organiser, { kind: 'PERSON', role: 'VICTIM', name: '钱样本', idNumber: '990101197907250028', phones: ['12900000202'] }],
    },
  },
  {
    number: 'XS-990102-2026-000021',
    owner: 'INS-YI',
    submittedBy: 'li.lianluo',
    at: '2026-08-27T09:40:00+08:00',
    status: 'SUBMITTED',
    band: 1,
    score: 38,
    assigned: null,
    assignee: null,
    sharedWith: ['REG-990000', 'HUB-990000'],
    input: {
      title: '离职代理人冯假设联系原客户劝导退旧买新',
      narrative: '离职代理人冯假设于离职后两个月内联系原客户十余人，劝其退掉旧保单，改投云州远禾保险代理有限公司推荐的产品。',
      source: 'INSURER_MONITORING',
      regionCode: '990102',
      conductTypes: ['SURRENDER_AND_REBUY'],
      sourceGrade: 2,
      informationGrade: 'C',
      handling: 'P',
      handlingCode: 'H0',
      amountInvolved: '9300000',
      insurerCodes: ['INS-YI'],
      policyNumbers: ['YI-0103'],
      subjects: [
        { kind: 'PERSON', role: 'FORMER_AGENT', name: '冯假设', idNumber: '99020119680818015X', phones: ['12900000404'] },
        yuanhe,
        { kind: 'PERSON', role: 'VICTIM', name: '孙演示', idNumber: '990102199001010031', phones: ['12900000303'] },
      ],
    },
  },
];

const SURNAMES = [...'赵王周吴陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜'];
const GIVEN = ['虚名', '拟名', '设例', '代称', '假名', '样例', '示名', '例举', '某样', '演名'];
const REGIONS = ['990101', '990102', '990103', '990201', '990202'];
const CONDUCTS = ['ILLEGAL_SOLICITATION', 'COACHED_FABRICATION', 'FORGED_EVIDENCE', 'MALICIOUS_COMPLAINT', 'EXTORTION', 'SURRENDER_AND_REBUY', 'COMMISSION_FRAUD', 'PERSONAL_DATA_CRIME', 'IMPERSONATION'];
const PLOTS: readonly (readonly [title: string, narrative: string, source: string])[] = [
  ['短视频账号发布“全额退保”广告', '巡查发现短视频账号以“退保新规”“内部渠道”为题引流至私聊，收取定金后提供统一话术。', 'ONLINE_PATROL'],
  ['同城快递集中寄出内容雷同的投诉信', '一周内收到同一寄件地址的投诉信六封，正文除姓名与保单号外完全一致。', 'COMPLAINT'],
  ['自称监管人员来电指导投诉', '客户反映有人自称监管工作人员，逐句指导其在电话中陈述并全程录音。', 'WHISTLEBLOWER'],
  ['代理人自买单套取首年佣金后退保', '风控发现同一代理人名下多张亲属保单于满期十三个月后集中退保。', 'INSURER_MONITORING'],
  ['客户保单信息疑被批量泄露', '多名客户接到知悉其保单号、保费与缴费日的来电，劝其委托退保。', 'INSURER_MONITORING'],
  ['以维权为名扣留客户身份证件', '消费者称委托后证件与银行卡被扣留，退费到账即被转走三成。', 'CONSUMER_ASSOCIATION'],
  ['法律咨询公司批量代理退保并索要高额服务费', '登记不足一年的咨询公司向十余名投保人收取保费两成至六成的费用。', 'MARKET_REGULATOR_NOTICE'],
  ['伪造通话录音用于投诉', '比对原始录音发现投诉所附音频被剪接，销售环节内容系拼接。', 'INSPECTION'],
  ['退旧买新造成投保人保障中断', '投保人在诱导下退掉持有多年的保单，改买后仍在等待期内。', 'INDUSTRY_ASSOCIATION'],
];
const OWNERS: readonly (readonly [agency: string, person: string])[] = [
  ['REG-990101', 'xu.shouli'],
  ['INS-JIA', 'wang.baoguan'],
  ['INS-YI', 'li.lianluo'],
  ['POL-990101', 'zhou.zhencha'],
  ['SAMR-990100', 'he.shijian'],
  ['ASN-990000', 'ding.xiehui'],
  ['CON-990000', 'su.xiaobao'],
];
const STATUSES = ['SUBMITTED', 'ASSIGNED', 'VERIFYING', 'PENDING_REVIEW', 'ARCHIVED', 'CONVERTED', 'RETURNED'];
const BAND_FLOOR = [10, 34, 63, 82];

/** Enough further leads that lists look like a working province: the same on every machine, numbers 1… beside the fixed ones. */
export function furtherLeads(): DemoLead[] {
  const leads: DemoLead[] = [];
  const taken = new Set(FIXED_LEADS.map((l) => l.number));
  const counts: Record<string, number> = { '990101': 16, '990102': 20, '990103': 12, '990201': 9, '990202': 6 };
  for (const region of REGIONS) {
    for (let n = 1; n <= counts[region]!; n += 1) {
      const number = `XS-${region}-2026-${String(n).padStart(6, '0')}`;
      if (!taken.has(number)) leads.push(furtherLead(number, region, leads.length));
    }
  }
  return leads;
}

function furtherLead(number: string, region: string, i: number): DemoLead {
  const pick = <T>(list: readonly T[], salt: number): T => list[(i * 7 + salt * 13 + Math.floor(i / 5)) % list.length]!;
  const [title, narrative, source] = pick(PLOTS, 1);
  const [owner, submittedBy] = pick(OWNERS, 2);
  const status = pick(STATUSES, 3);
  const handled = !['SUBMITTED', 'RETURNED'].includes(status);
  const band = i % 4;
  const suspect = `${pick(SURNAMES, 4)}${pick(GIVEN, 5)}`;
  const victim = `${pick(SURNAMES, 6)}${pick(GIVEN, 7)}`;
  const firm = i % 3 === 0;
  const insurer = i % 2 === 0 ? 'INS-JIA' : 'INS-YI';
  const receivers = new Set(['HUB-990000', region.startsWith('990101') ? 'REG-990101' : 'REG-990000']);
  if (i % 2 === 0) receivers.add('INS-YI');
  if (i % 3 === 0) receivers.add('INS-JIA');
  if (i % 4 === 0) receivers.add('POL-990101');
  if (i % 5 === 0) receivers.add('SAMR-990100');
  receivers.delete(owner);
  const day = 1 + (i % 27);
  const month = 1 + (i % 8);
  return {
    number,
    owner,
    submittedBy,
    at: `2026-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}T${String(8 + (i % 9)).padStart(2, '0')}:${String((i * 7) % 60).padStart(2, '0')}:00+08:00`,
    status,
    band,
    score: BAND_FLOOR[band]! + (i % 15),
    assigned: handled ? (region.startsWith('990101') ? 'REG-990101' : 'REG-990000') : null,
    assignee: handled && region === '990101' ? (i % 2 ? 'lin.diaocha' : 'luo.diaocha') : null,
    ...(['PENDING_REVIEW', 'ARCHIVED', 'CONVERTED'].includes(status) ? { conclusion: pick(['SUBSTANTIATED', 'PARTLY_SUBSTANTIATED', 'UNSUBSTANTIATED'], 8) } : {}),
    sharedWith: [...receivers],
    input: {
      title: `${title}（${suspect}）`,
      narrative: `${narrative}涉及人员${suspect}，联系电话 ${phone(500 + i)}；投保人${victim}持有保单 ${insurer === 'INS-JIA' ? 'JIA' : 'YI'}-${String(2000 + i)}。`,
      source,
      regionCode: region,
      conductTypes: [...new Set([pick(CONDUCTS, 9), pick(CONDUCTS, 10)])],
      sourceGrade: 1 + (i % 3),
      informationGrade: 'ABCDE'[i % 5]!,
      handling: i % 6 === 0 ? 'C' : 'P',
      handlingCode: i % 6 === 0 ? 'H2' : i % 4 === 1 ? 'H1' : 'H0',
      amountInvolved: String((3 + (i % 40)) * 1_000_000),
      insurerCodes: [insurer],
      policyNumbers: [`${insurer === 'INS-JIA' ? 'JIA' : 'YI'}-${String(2000 + i)}`],
      subjects: [
        { kind: 'PERSON', role: pick(['ORGANISER', 'RECRUITER', 'SCRIPT_WRITER', 'FUND_HANDLER', 'CURRENT_AGENT', 'FORMER_AGENT'], 11), name: suspect, idNumber: residentId(region, 1970 + (i % 30), i), phones: [phone(500 + i)] },
        { kind: 'PERSON', role: 'VICTIM', name: victim, idNumber: residentId(region, 1950 + (i % 40), i + 200), phones: [phone(5000 + i)] },
        ...(firm ? [{ kind: 'ORGANISATION' as const, role: 'LEGAL_CONSULTANCY', name: `云州示例法务咨询${i + 1}号有限公司`, unifiedCreditCode: creditCode(i) }] : []),
      ],
    },
  };
}

function phone(n: number): string {
  return `129${String(10_000_000 + n).padStart(8, '0')}`;
}

function residentId(region: string, year: number, i: number): string {
  const first = `${region}${year}${String(1 + (i % 12)).padStart(2, '0')}${String(1 + (i % 28)).padStart(2, '0')}${String(100 + (i % 900))}`;
  return first + residentIdCheckCharacter(first);
}

function creditCode(i: number): string {
  const first = `91990101MA0DX${String(i).padStart(4, '0')}`;
  return first + creditCodeCheckCharacter(first);
}
