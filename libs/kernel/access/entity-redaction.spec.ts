import fc from 'fast-check';
import { redactText } from './entity-redaction.js';

describe('entity redaction', () => {
  it.each([
    ['电话12900000001，卡号6299990000000000012。', '电话〔电话〕，卡号〔账号〕。'],
    ['身份证 990101-19850312-0010', '身份证 〔证件号〕'],
    ['电话１２９ ００００ ０００１', '电话〔电话〕'],
    ['公司91990101MA0DEM001L收费', '公司〔信用代码〕收费'],
    ['邮件 wu@example.com，网页 https://tuibao.example.com/a?tel=1，IP 10.1.2.3', '邮件 〔邮箱〕，网页 〔网址〕，IP 〔网络地址〕'],
    ['单号123456789012已寄', '单号〔号码〕已寄'],
    ['微信号：tuibao_888，QQ 1234567', '微信号:〔账号〕，QQ 〔账号〕'],
  ])('identifiers: %s', (text, redacted) => {
    expect(redactText(text, [])).toBe(redacted);
  });

  it.each([
    ['郑示例说吴虚构让他投诉', ['郑示例', '吴虚构'], '郑**说吴**让他投诉'],
    ['郑 示 例、郑·示\u200b例', ['郑示例'], '郑**、郑**'],
    ['欧阳示例与欧阳', ['欧阳', '欧阳示例'], '欧**与欧**'],
    ['Zheng Shili and ZHENG  SHILI, not Zhengs', ['Zheng Shili', 'Zheng'], 'Z** and Z**, not Zhengs'],
    ["Mary O'Neil-Smith (Mary)", ["Mary O'Neil-Smith"], 'M** (Mary)'],
    ['李子熟了', ['李'], '李子熟了'],
    ['标点.*(不是模式', ['.*(', 'a.*b('], '标点.*(不是模式'],
  ])('given names: %s', (text, names, redacted) => {
    expect(redactText(text, names)).toBe(redacted);
  });

  it.each([
    ['投保人张三来电', '投保人张**来电'],
    ['投保人：张三丰，称不知情', '投保人:张**，称不知情'],
    ['客户李四称已付款', '客户李**称已付款'],
    ['客户李四、王五、欧阳六七到场', '客户李**、王**、欧**到场'],
    ['业务员是赵某某', '业务员是赵**'],
    ['客户经理孙演示的电话', '客户经理孙**的电话'],
    ['投保人阿依古丽·买买提，已签字', '投保人阿**，已签字'],
    ['张先生与李四女士同来', '张**先生与李**女士同来'],
    ['Mr. Smith called Mrs Mary Jones', 'Mr. S** called Mrs M**'],
  ])('introduced names: %s', (text, redacted) => {
    expect(redactText(text, [])).toBe(redacted);
  });

  it.each([
    '于2026-09-21 09:00在云中县召开会议，涉及12份保单、保费1080000元，线索XS-990101-2026-000017。',
    '客户安全、客户权益与客户关系',
    '投保人应如实告知，申请人可以查询',
    'The insurer refunded $1,080.50 after 30 days.',
    '',
  ])('leaves %j as written', (text) => {
    expect(redactText(text, ['吴虚构'])).toBe(text);
  });

  const identifier = fc.constantFrom('12900000001', '13800138000', '990101198503120010', '99020119680818015X', '6299990000000000012', '91990101MA0DEM001L', '087163123456');
  const separator = fc.constantFrom('', '', '-', ' ', '.', '\u200b', '　', '—');
  const words = fc.constantFrom('投保人', '张三', '先生', '电话', '，', ' ', '郑示例', '于2026-09-21 ', 'wu@example.com', '微信：abc_123', '7', '**', '10.1.2.3', '、李四', '客户', 'Mr Smith ', '129****0001');
  const text = fc
    .array(fc.oneof(words, fc.tuple(identifier, separator).map(([value, between]) => [...value].join(between)), fc.string({ unit: 'grapheme', maxLength: 5 })), { maxLength: 12 })
    .map((parts) => parts.join(''));
  const bare = (value: string) => value.normalize('NFKC').replace(/[^0-9A-Za-z]/g, '');

  it('leaves no digits of an identifier together, whatever stands around it', () => {
    fc.assert(
      fc.property(text, identifier, separator, text, (before, value, between, behind) => {
        const redacted = redactText(`${before}，${[...value].join(between)}，${behind}`, ['郑示例']);
        expect(bare(redacted)).not.toContain(value);
        expect(redacted).not.toContain('郑示例');
      }),
      { numRuns: 1500 },
    );
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: 'binary', maxLength: 80 })), fc.array(fc.constantFrom('郑示例', '张三', 'abc', '**', 'a*'), { maxLength: 3 }), (original, names) => {
        const once = redactText(original, names);
        expect(redactText(once, names)).toBe(once);
      }),
      { numRuns: 1500 },
    );
  });
});
