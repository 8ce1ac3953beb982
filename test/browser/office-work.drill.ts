import { jest } from '@jest/globals';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { FIXED, openWorld, type World } from '../support/world.js';
import { describeInBrowser, openBrowser, sitDown, type Desk } from './browser.js';

jest.setTimeout(120_000);

const complaintFile = join(import.meta.dirname, '..', '..', 'apps', 'ops', 'demo', 'complaints-ins-jia.xlsx');

/** The other pages of the console, each used for what it is there for. */
/** The short form clicks through the import only. */
const describeInFull = process.env['XIECHA_DRILL_SHORT'] ? describe.skip : describe;

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

  describeInFull('and in full', () => {
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
      // By keyboard: a click may meet the list while it is still opening.
      await kang.page.getByLabel('共享给单位').fill('示例人寿乙');
      await kang.page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)').getByTitle('示例人寿乙', { exact: true }).waitFor();
      await kang.page.keyboard.press('Enter');
      await kang.page.keyboard.press('Tab');
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

    it('makes an account, lets its owner replace the first password, and gives it a role with two people', async () => {
      const an = await seat('an.anquan');
      await an.open('/directory');
      await an.page.getByRole('button', { name: '新增人员' }).click();
      await an.page.getByRole('dialog').getByLabel('单位', { exact: true }).fill('示例人寿乙');
      await an.page.keyboard.press('Enter');
      await an.page.getByRole('dialog').getByLabel('姓名', { exact: true }).fill('孙接手');
      await an.page.getByRole('dialog').getByLabel('用户名', { exact: true }).fill('sun.jieshou');
      await an.page.getByRole('button', { name: '建立账号' }).click();
      const initial = (await an.page.locator('.shown-once-value').innerText()).trim();
      expect(await an.look('33-account-made')).toEqual([]);
      await an.page.getByRole('button', { name: '已记录，关闭' }).click();
      await an.page.getByRole('row', { name: /sun\.jieshou/ }).getByRole('button', { name: '提出岗位授权' }).click();
      await an.page.getByRole('dialog').getByLabel('岗位', { exact: true }).fill('联络员');
      await an.page.keyboard.press('Enter');
      await an.page.getByRole('dialog').getByRole('button', { name: '提出岗位授权' }).click();
      await an.page.getByRole('dialog').waitFor({ state: 'hidden' });
      await an.page.getByRole('row', { name: /sun\.jieshou/ }).filter({ hasText: '待确认' }).waitFor();

      const sun = await sitDown(browser, address);
      await sun.page.goto(`${address}/sign-in`);
      await sun.page.getByLabel('用户名').fill('sun.jieshou');
      await sun.page.getByLabel('密码', { exact: true }).fill(initial);
      await sun.page.getByRole('button', { name: '登录', exact: true }).click();
      await sun.page.waitForURL(/\/settle/);
      expect(await sun.look('34-first-password')).toEqual([]);
      // Nothing else is open until then.
      await sun.open('/leads');
      expect(new URL(sun.page.url()).pathname).toBe('/settle');
      await sun.page.getByLabel('初始密码').fill(initial);
      for (const label of ['新密码', '再次输入新密码']) await sun.page.getByLabel(label, { exact: true }).fill('一句自己记得住的长话，别人猜不到');
      await sun.page.getByRole('button', { name: '修改密码' }).click();
      await sun.page.waitForURL(/\/leads/);

      const yu = await seat('yu.fuze');
      await yu.open('/directory?tab=waiting');
      expect(await yu.look('35-grant-waiting')).toEqual([]);
      await yu.page.getByRole('button', { name: '确认', exact: true }).click();
      await yu.page.locator('.ant-modal-confirm').getByRole('button', { name: '确认', exact: true }).click();
      await yu.page.getByRole('tab', { name: '待确认的授权（0）' }).waitFor();
      await yu.open('/directory');
      expect(await yu.look('36-directory')).toEqual([]);
      await sun.open('/leads/new');
      await sun.page.getByRole('button', { name: '提交线索' }).waitFor();
      expect(sun.noise).toEqual([]);
    });

    it('keeps a question about the ledger in the address, saves it, and says where a lead went', async () => {
      const { page, open, look } = await seat('kang.fuze');
      await open(`/leads/${FIXED.first}?tab=access`);
      expect(await page.getByRole('table', { name: '去向' }).innerText()).toContain('示例人寿乙');
      expect(await look('37-disseminations')).toEqual([]);
      await world.sequenced();
      await open('/audit/own-records');
      await page.getByLabel('人员', { exact: true }).fill('kang.fuze');
      await page.getByLabel('披露或写入的字段').fill('riskBand');
      await page.keyboard.press('Escape');
      await page.locator('.filters').getByRole('button', { name: '查询', exact: true }).click();
      await page.waitForURL(/person=kang\.fuze&field=riskBand/);
      expect(await look('38-ledger-filtered')).toEqual([]);
      expect(await page.locator('.query-table tbody').innerText()).toContain('康负责');
      expect(await page.locator('.checkpoint').innerText()).toMatch(/共 \d+ 条/);
      await page.getByRole('button', { name: '保存当前条件' }).click();
      await page.getByRole('dialog').getByLabel('名称').fill('谁看过风险档');
      await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      await page.locator('.filters').getByRole('button', { name: '重置' }).click();
      await page.waitForURL(/own-records$/);
      await page.getByLabel('已存调查').click();
      await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)').getByTitle('谁看过风险档', { exact: true }).waitFor();
      await page.keyboard.press('Enter');
      await page.waitForURL(/field=riskBand/);
      await page.waitForFunction(() => (document.querySelector('#field') as HTMLInputElement).value === 'riskBand');
      await open('/audit/own-records?tab=hints');
      expect(await look('39-hints')).toEqual([]);
      await open('/audit/own-records?tab=statement');
      const [statement] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载' }).click()]);
      expect(statement.suggestedFilename()).toMatch(/^statement-REG-990101-\d{4}-\d{2}\.csv$/);
    });

    it('shows groups and sessions, and signs out everywhere', async () => {
      const { page, open, look } = await seat('kang.fuze');
      await open('/sharing/groups');
      expect(await look('31-groups')).toEqual([]);
      await open('/account');
      expect(await look('32-sessions')).toEqual([]);
      await page.getByRole('button', { name: '全部退出' }).click();
      await page.getByRole('dialog').getByRole('button', { name: '全部退出' }).click();
      await page.waitForURL(/\/sign-in/);
      await page.getByText('已退出登录').waitFor();
    });
  });
});
