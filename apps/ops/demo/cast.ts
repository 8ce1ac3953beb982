import type { AgencyKind, Role } from '#kernel/access';

/** The invented cast of the demo province 云州省 (990000). */
export const DEMO_PASSWORD = 'xiecha-demo';

export const DEMO_AGENCIES: readonly (readonly [code: string, name: string, kind: AgencyKind, region: string])[] = [
  ['REG-990000', '云州金融监管局', 'REGULATOR', '990000'],
  ['REG-990101', '云州金融监管局云中监管支局', 'REGULATOR', '990101'],
  ['POL-990100', '云州市公安局经侦支队', 'POLICE', '990100'],
  ['POL-990101', '云中县公安局经侦大队', 'POLICE', '990101'],
  ['SAMR-990100', '云州市市场监督管理局', 'MARKET_REGULATOR', '990100'],
  ['INS-JIA', '示例人寿甲', 'INSURER', '990000'],
  ['INS-YI', '示例人寿乙', 'INSURER', '990000'],
  ['ASN-990000', '云州保险行业协会', 'INDUSTRY_ASSOCIATION', '990000'],
  ['CON-990000', '云州消费者协会', 'CONSUMER_ASSOCIATION', '990000'],
  ['HUB-990000', '打击代理退保办公室', 'HUB_OFFICE', '990000'],
];

export const DEMO_PEOPLE: readonly (readonly [username: string, displayName: string, agency: string, roles: readonly Role[]])[] = [
  ['li.lianluo', '李联络', 'INS-YI', ['LIAISON']],
  ['wang.baoguan', '王保管', 'INS-JIA', ['LIAISON', 'CUSTODIAN']],
  ['tang.dengji', '唐登记', 'INS-JIA', ['REGISTRAR']],
  ['qi.fuze', '祁负责', 'INS-JIA', ['APPROVER']],
  ['yu.fuze', '于负责', 'INS-YI', ['APPROVER']],
  ['xu.shouli', '徐受理', 'REG-990101', ['LIAISON', 'INTAKE']],
  ['lin.diaocha', '林调查', 'REG-990101', ['INVESTIGATOR']],
  ['luo.diaocha', '罗调查', 'REG-990101', ['INVESTIGATOR']],
  ['kang.fuze', '康负责', 'REG-990101', ['APPROVER']],
  ['mei.fazhi', '梅法制', 'REG-990000', ['LEGAL']],
  ['fang.fuze', '方负责', 'REG-990000', ['APPROVER']],
  ['chen.cehua', '陈策划', 'REG-990000', ['PLANNER']],
  ['zhou.zhencha', '周侦查', 'POL-990101', ['LIAISON', 'POL_REQ']],
  ['qin.duizhang', '秦队长', 'POL-990101', ['POL_HEAD_DEPARTMENT', 'APPROVER']],
  ['yan.juzhang', '严局长', 'POL-990101', ['POL_HEAD_COUNTY']],
  ['ren.zhidui', '任支队', 'POL-990100', ['POL_HEAD_PREFECTURE', 'APPROVER']],
  ['he.shijian', '何市监', 'SAMR-990100', ['LIAISON', 'INVESTIGATOR', 'APPROVER']],
  ['peng.shijian', '彭市监', 'SAMR-990100', ['INVESTIGATOR']],
  ['ding.xiehui', '丁协会', 'ASN-990000', ['LIAISON', 'APPROVER']],
  ['su.xiaobao', '苏消保', 'CON-990000', ['LIAISON', 'APPROVER']],
  ['bai.zhuanban', '白专办', 'HUB-990000', ['REPORT_OFF']],
  ['shi.zhuanban', '石专办', 'HUB-990000', ['REPORT_OFF']],
  ['lu.shouli', '陆受理', 'HUB-990000', ['INTAKE']],
  ['gao.zuzhang', '高组长', 'HUB-990000', ['LEADER']],
  ['ji.xitong', '季系统', 'HUB-990000', ['SYSADMIN']],
  ['an.anquan', '安安全', 'HUB-990000', ['SECADMIN']],
  ['shen.shenji', '沈审计', 'HUB-990000', ['AUDITOR']],
];

export const DEMO_GROUP = { code: 'GRP-XIEHUI', name: '协会联络组', owner: 'REG-990101', members: ['ASN-990000', 'CON-990000'] } as const;
