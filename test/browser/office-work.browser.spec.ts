import { jest } from '@jest/globals';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { FIXED, openWorld, type World } from '../support/world.js';
import { describeInBrowser, openBrowser, sitDown, type Desk } from './browser.js';

jest.setTimeout(120_000);

const complaintFile = join(import.meta.dirname, '..', '..', 'apps', 'ops', 'demo', 'complaints-ins-jia.xlsx');

/** The other pages of the console, each used for what it is there for. */
describeInBrowser('office work in the console', () => {
  let world: World;
  let browser: Browser;
  let address: string;
  const desks = new Map<string, Desk>();

  /** Everybody signs in once and keeps his desk. */
  const seat = async (username: string): Promise<Desk> => {
    const taken = desks.get(username);
    if (taken !== undefined) return taken;
    const desk = await sitDown(browser, address);
    desks.set(username, desk);
    await desk.signIn(username);
    return desk;
  };

  beforeAll(async () => {
    world = await openWorld();
    await world.hub.app.listen(0, '127.0.0.1');
    address = (await world.hub.app.getUrl()).replace('[::1]', '127.0.0.1');
    browser = await openBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  it('imports the complaints of an insurer and opens one of them', async () => {
    const { page, open, look } = await seat('wang.baoguan');
    await open('/imports/new');
    expect(await look('20-import-new')).toEqual([]);
    await page.locator('input[type=file]').setInputFiles(complaintFile);
    await page.getByRole('button', { name: '上传并继续' }).click();
    await page.getByText('已检查 46 行').waitFor();
    expect(await look('21-import-checked')).toEqual([]);
    await page.getByRole('button', { name: '入库 46 条记录' }).click();
    await page.locator('.import-report').waitFor();
    expect(await page.locator('.import-report').innerText()).toContain('46');
    expect(await look('22-import-report')).toEqual([]);

    await open('/complaints');
    expect(await look('23-complaints')).toEqual([]);
    await page.locator('.query-table a').first().click();
    await page.getByRole('button', { name: '据此提出线索' }).waitFor();
    expect(await look('24-complaint')).toEqual([]);
  });

  it('puts a problem of the hub beside the field it is about, then takes the lead and shows what it has in common', async () => {
    const { page, open, look } = await seat('li.lianluo');
    const choose = async (label: string, option: string) => {
      await page.getByLabel(label, { exact: true }).click();
      await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)').getByTitle(option, { exact: true }).click();
      await page.keyboard.press('Escape');
    };
    await open('/leads/new');
    await page.getByRole('button', { name: '提交线索' }).click();
    expect(await page.getByText('请填写此项').count()).toBeGreaterThan(4);
    expect(await look('25-lead-missing')).toEqual([]);
    await page.getByLabel('标题').fill('以全额退保为名收取手续费');
    await page.getByLabel('线索内容').fill('2026 年 9 月，有人在短视频平台招揽投保人，收取保单价值三成的手续费。');
    await choose('来源', '投诉');
    await choose('行为类型', '违规招揽推介');
    await page.getByLabel('地区').fill('990101');
    for (const grade of ['2', 'B', 'P']) await page.locator(`input[type=radio][value="${grade}"]`).check();
    await choose('角色', '组织者');
    await page.getByLabel('姓名').fill('吴虚构');
    await page.getByLabel('证件号码').fill('990101199211301042');
    await page.getByLabel('电话').fill(FIXED.suspectPhone);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '提交线索' }).click();
    // The hub's own words under the number, red instead of the amber hint.
    await page.locator('.subject-fields .ant-form-item-explain-error').waitFor();
    expect(await look('26-lead-problem')).toEqual([]);
    await page.getByLabel('证件号码').fill(FIXED.suspectId);
    await page.getByRole('button', { name: '提交线索' }).click();
    await page.getByText(/线索 XS-990101-2026-\d+ 已提交/).waitFor();
    await page.locator('.holders').getByText('云州金融监管局云中监管支局').waitFor();
    expect(await look('27-lead-submitted')).toEqual([]);
  });

  it('previews a share as the partner, shares, and lets the partner acknowledge a recall', async () => {
    const kang = await seat('kang.fuze');
    await kang.work(FIXED.first);
    await kang.open(`/leads/${FIXED.first}`);
    await kang.page.getByRole('button', { name: '共享', exact: true }).click();
    await kang.page.getByLabel('共享给单位').click();
    await kang.page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)').getByTitle('示例人寿乙', { exact: true }).click();
    await kang.page.keyboard.press('Escape');
    const preview = kang.page.getByRole('table', { name: '对方可见字段' });
    await preview.waitFor();
    expect(await preview.innerText()).not.toContain('吴虚构');
    expect(await kang.look('28-share-preview')).toEqual([]);
    await kang.page.getByRole('dialog').getByRole('button', { name: '取消' }).click();

    await kang.open(`/leads/${FIXED.first}?tab=access`);
    await kang.page.getByRole('row', { name: /示例人寿乙/ }).getByRole('button', { name: '撤回' }).click();
    await kang.page.getByRole('dialog').getByRole('button', { name: '撤回' }).click();
    await kang.page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await kang.look('29-recalled')).toEqual([]);

    const li = await seat('li.lianluo');
    await li.open('/sharing/waiting');
    expect(await li.look('30-recall-waiting')).toEqual([]);
    await li.page.getByRole('button', { name: '确认撤回' }).click();
    await li.page.getByRole('dialog').getByRole('button', { name: '确认撤回' }).click();
    await li.page.getByRole('dialog').waitFor({ state: 'hidden' });
    await li.open(`/leads/${FIXED.first}`);
    expect(await li.page.getByRole('alert').innerText()).toContain('不存在');
  });

  it('shows groups and sessions, and signs out everywhere', async () => {
    const { page, open, look } = await seat('kang.fuze');
    await open('/sharing/groups');
    expect(await look('31-groups')).toEqual([]);
    await open('/sessions');
    expect(await look('32-sessions')).toEqual([]);
    await page.getByRole('button', { name: '全部退出' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '全部退出' }).click();
    await page.waitForURL(/\/sign-in/);
    await page.getByText('已退出登录').waitFor();
  });
});
