/*
 * What tells a Chinese person's name in running text. General knowledge of the language, no dictionary: the lists favour
 * hiding a word too many over showing a name.
 */

/** Surnames of two characters; the first character alone would be no surname to a reader. */
const DOUBLE_SURNAMES = '欧阳 司马 上官 诸葛 皇甫 尉迟 慕容 夏侯 令狐 长孙 宇文 司徒 司空 公孙 轩辕 东方 独孤 南宫 端木 百里 呼延 闻人 申屠 澹台';

/** Common surnames without those that are mostly other words in such texts (和 应 时 从 都 相 别 向 …). */
const SURNAMES =
  '王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚汤陶黎温莫樊葛祁奚柏窦章云凤花鲍俞柳酆倪殷毕邬安乐卞齐伍卜穆湛狄米贝臧计伏成谈茅庞纪舒屈项祝阮蓝闵席季麻强路娄危童颜梅盛刁骆凌霍虞柯昝管经房裘缪干解宣贲郁单杭包诸左吉钮嵇邢滑裴翁荀羊惠甄曲封芮储靳汲邴糜井富巫乌焦巴弓牧隗山谷车宓蓬全郗班仰仲伊宫宁仇栾暴甘钭厉戎祖符景詹束幸司韶郜蓟薄印宿怀蒲邰鄂索咸籍卓蔺屠蒙池乔阴胥闻莘党翟贡劳逄姬申扶堵冉宰郦雍璩桑桂濮寿通边扈燕冀郏浦尚农柴瞿充连茹习宦艾鱼容古易慎戈庾终暨居衡步耿满弘匡国文寇广禄阙东殳沃利蔚越夔隆师巩厍聂晁敖融冷辛阚那简饶空沙养鞠须丰巢关蒯查荆红游竺权盖益桓公岳帅缑亢况有琴商牟佘佴伯赏墨哈谯笪年爱阳佟肖代涂苗初付佀';

/** Two characters that begin with a surname and are no name. */
const ORDINARY_WORDS =
  '安全 安排 安抚 关系 关于 关注 关联 金额 金融 方面 方式 方案 高额 高息 高级 高风 何时 何人 何种 何处 万元 万余 余额 余款 权益 权利 成为 成功 成立 经理 经过 经办 经查 通过 通知 广告 全部 全额 全款 满意 满期 单方 包括 计算 印章 利益 利息 有关 有权 连续 文件 国家 国内 公司 公安 空白 简单 解除 解释 查询 查实 年龄 年老 时任 任何 任意 白条 常年 常见 越来 利用 代理 代为 代办 付款 付费 初步 强烈 强制 终止 居住 步骤 容易 爱心 管理 路径 别名 商品 商业 牵头 有意 须知 须在 宣称 宣传 易受 充分 从未 师傅 边境 申请 申诉 路途 干部 房产 车辆 项目 纪录 封存 储蓄 富裕 温馨 古稀 来源';

/** Characters that follow a name far more often than they end one. */
const NEVER_ENDS_NAME = '称说在的被与向到表要因已未系等提购及把让也都均曾不收拨致签办退反投打给先女小又仍则即并还就使用';

/** The roles of the trade that introduce a name, longest first. */
const ROLE_WORDS =
  '前代理人 离职代理人 在职代理人 保险代理人 法定代表人 犯罪嫌疑人 被保险人 被投保人 保险客户 客户经理 业务人员 销售人员 保险业务员 投保人 受益人 投诉人 被投诉人 举报人 被举报人 申请人 代理人 业务员 营销员 经办人 联系人 当事人 嫌疑人 组织者 受害人 被害人 证人 消费者 委托人 受托人 负责人 实际控制人 持卡人 收款人 付款人 户主 保户 客户 员工 家属 本人 丈夫 妻子 儿子 女儿 父亲 母亲 老人 男子 女子 姓名'
    .split(' ')
    .sort((a, b) => b.length - a.length);

const HAN = String.raw`\p{Script=Han}`;
const SURNAME = `(?:${DOUBLE_SURNAMES.split(' ').join('|')}|[${SURNAMES}])`;
const NO_WORD = `(?!${ORDINARY_WORDS.split(' ').join('|')})`;
const GIVEN = `(?!来电|来访|来信|来函|[${NEVER_ENDS_NAME}])${HAN}`;
/** Surname and one or two characters, or a transcribed name with middle dots. */
const FULL_NAME = `(?:${HAN}{1,8}(?:·${HAN}{1,8})+|${NO_WORD}${SURNAME}${HAN}(?:${GIVEN})?)`;

/** Group 1: role word and what links it to the name; group 2: the name; group 3: further names after 、. */
export const NAME_AFTER_ROLE = new RegExp(
  `((?:${ROLE_WORDS.join('|')})(?:[\\s:]|为|是|叫|名叫|姓名|系){0,3})(${FULL_NAME})((?:、${FULL_NAME})*)`,
  'gu',
);

/** One of the further names of NAME_AFTER_ROLE. */
export const FURTHER_NAME = new RegExp(`、(${FULL_NAME})`, 'gu');

/** Group 1: surname, with or without given name, before 先生 and the like. */
export const NAME_BEFORE_TITLE = new RegExp(`(${NO_WORD}${SURNAME}(?:${GIVEN}){0,2}?)(?=先生|女士|小姐|阿姨|大爷|大妈|律师|警官)`, 'gu');

/** Group 1: the title; group 2: the name, one or two words. */
export const NAME_AFTER_ENGLISH_TITLE = /\b((?:Mr|Mrs|Ms|Miss|Dr)\.?\s+)(\p{Lu}[\p{L}'’-]+(?:\s+\p{Lu}[\p{L}'’-]+)?)/gu;
