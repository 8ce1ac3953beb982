import { jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { FIXED, openWorld, type World } from '../support/world.js';
import { describeInBrowser, openBrowser, sitDown, type Desk } from './browser.js';

jest.setTimeout(120_000);

/** What li.lianluo, another insurer, must never find on a page of the fixed lead. */
const forbidden = ['吴虚构', '郑示例', FIXED.suspectPhone, FIXED.victimPhone, FIXED.suspectId, FIXED.victimId, FIXED.victimCard, 'JIA-0001'];

/** Story 1 of domain.md section 8, clicked through the console by the people of the cast. */
describeInBrowser('a liaison queries shared leads', () => {
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
    world = await openWorld({ clock: '2026-09-22T09:00:00+08:00' });
    await world.hub.app.listen(0, '127.0.0.1');
    address = (await world.hub.app.getUrl()).replace('[::1]', '127.0.0.1');
    browser = await openBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  it('signs in from the list of demo accounts', async () => {
    const desk = await sitDown(browser, address);
    desks.set('li.lianluo', desk);
    await desk.open('/leads?status=ASSIGNED');
    expect(new URL(desk.page.url()).pathname).toBe('/sign-in');
    expect(await desk.look('01-sign-in')).toEqual([]);
    await desk.page.getByRole('button', { name: /li\.lianluo/ }).click();
    await desk.page.getByRole('button', { name: '登录', exact: true }).click();
    // Back to where he was going.
    await desk.page.waitForURL(/\/leads\?status=ASSIGNED/);
    expect(await desk.look('02-leads')).toEqual([]);
  });

  it('matches a phone: two hits, one with its number, one only with the agency to ask', async () => {
    const desk = await seat('li.lianluo');
    await desk.open('/');
    expect(await desk.look('03-home')).toEqual([]);
    await desk.open('/matching');
    await desk.page.getByLabel('标识', { exact: true }).fill(FIXED.suspectPhone);
    await desk.page.getByRole('button', { name: '查询', exact: true }).click();
    // No purpose yet: the chooser opens instead.
    await desk.page.getByLabel('所办事项').fill(FIXED.own);
    await desk.page.getByRole('button', { name: '使用此目的' }).click();
    await desk.page.getByRole('button', { name: '查询', exact: true }).click();
    const hits = desk.page.locator('.match-hit .holders > li');
    await hits.first().waitFor();
    expect(await hits.count()).toBe(2);
    const texts = (await hits.allInnerTexts()).toSorted();
    const shared = texts.find((text) => text.includes(FIXED.first)) ?? '';
    const closed = texts.find((text) => !text.includes(FIXED.first)) ?? '';
    expect(shared).toContain('云州金融监管局云中监管支局');
    expect(shared).toContain('高');
    expect(closed).toContain('示例人寿甲');
    expect(closed).not.toContain('XS-');
    expect(await desk.look('04-match')).toEqual([]);
  });

  it('opens the shared lead and sees what the matrix grants another insurer', async () => {
    const desk = await seat('li.lianluo');
    await desk.work(FIXED.own);
    for (const tab of ['', '?tab=subjects', '?tab=history', '?tab=access']) {
      await desk.open(`/leads/${FIXED.first}${tab}`);
      const html = await desk.page.content();
      for (const value of forbidden) expect(html).not.toContain(value);
      expect(await desk.look(`05-lead-li${tab.replace('?tab=', '-')}`)).toEqual([]);
    }
    await desk.open(`/leads/${FIXED.second}`);
    expect(await desk.page.getByRole('alert').innerText()).toContain('不存在');
  });

  it('asks for the narrative; his head countersigns; the owner has ten working days', async () => {
    const li = await seat('li.lianluo');
    await li.work(FIXED.own);
    await li.open(`/leads/${FIXED.first}`);
    await li.page.getByRole('button', { name: '申请查看', exact: true }).click();
    const dialog = li.page.getByRole('dialog');
    await dialog.getByLabel('线索内容').check();
    await dialog.getByLabel('法律依据').fill('《保险销售行为管理办法》第三十九条');
    await dialog.getByLabel('说明').fill('核查同一团伙是否影响本公司客户');
    expect(await li.look('06-request-access')).toEqual([]);
    await dialog.getByRole('button', { name: '提交申请' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await li.open('/requests?tab=mine');
    expect(await li.page.locator('.request').innerText()).toContain('由“示例人寿乙”负责人会签');
    expect(await li.page.getByRole('button', { name: '审批', exact: true }).count()).toBe(0);
    expect(await li.look('07-requests-li')).toEqual([]);

    const yu = await seat('yu.fuze');
    expect(await yu.page.locator('.counters').innerText()).toContain('待我审批的访问申请');
    expect(await yu.look('08-home-yu')).toEqual([]);
    await yu.page.getByRole('link', { name: /待我审批的访问申请/ }).click();
    await yu.page.getByRole('button', { name: '审批', exact: true }).click();
    expect(await yu.look('09-countersign')).toEqual([]);
    await yu.page.getByRole('dialog').getByRole('button', { name: '确定' }).click();
    await yu.page.getByRole('dialog').waitFor({ state: 'hidden' });
    // Decided: it waits for her no longer.
    await yu.page.getByRole('tab', { name: '待我审批（0）' }).waitFor();

    const kang = await seat('kang.fuze');
    await kang.open('/requests?tab=waiting');
    const request = await kang.page.locator('.request').innerText();
    expect(request).toContain('李联络');
    expect(request).toContain('2026-10-13');
    expect(await kang.look('10-waiting-kang')).toEqual([]);
    await kang.page.getByRole('button', { name: '审批', exact: true }).click();
    await kang.page.getByLabel('审批意见').fill('同意，限本案核查使用');
    await kang.page.getByRole('dialog').getByRole('button', { name: '确定' }).click();
    await kang.page.getByRole('dialog').waitFor({ state: 'hidden' });

    await li.work(FIXED.first);
    await li.open(`/leads/${FIXED.first}`);
    expect(await li.page.locator('.prose').first().innerText()).toContain('投诉信');
    expect(await li.look('11-lead-granted')).toEqual([]);
  });

  it('shows the owner who read what, and the auditor only pseudonyms', async () => {
    await world.sequenced();
    const kang = await seat('kang.fuze');
    await kang.open('/audit/own-records?action=identifier.match');
    const rows = await kang.page.locator('.query-table tbody').innerText();
    expect(rows).toContain('示例人寿乙');
    expect(rows).toContain('碰撞查询');
    expect(rows).toContain('核查');
    expect(await kang.look('12-own-records')).toEqual([]);
    await kang.work(FIXED.first);
    await kang.open(`/leads/${FIXED.first}`);
    expect(await kang.page.locator('h1').innerText()).toContain('吴虚构');
    expect(await kang.look('13-lead-kang')).toEqual([]);

    const shen = await seat('shen.shenji');
    expect(await shen.page.getByRole('link', { name: '线索' }).count()).toBe(0);
    await shen.open('/audit/all');
    const all = await shen.page.locator('.query-table tbody').innerText();
    expect(all).toContain('查看线索');
    expect(all).not.toContain(FIXED.first);
    expect(all).not.toContain('李联络');
    expect(await shen.look('14-audit')).toEqual([]);
  });

  it('refuses the twenty-first new value of the day in words', async () => {
    const desk = await seat('li.lianluo');
    await desk.work(FIXED.own);
    await desk.open('/matching');
    // One value was used above; the same value and matter within 24 hours would not count again.
    const values = Array.from({ length: 19 }, (_, place) => `129${String(10_000_000 + place)}`);
    await desk.page.getByLabel('标识', { exact: true }).fill(values.join('\n'));
    await desk.page.getByRole('button', { name: '查询', exact: true }).click();
    await desk.page.getByText('共查询 19 个').waitFor();
    expect(await desk.page.locator('.match-quota').innerText()).toContain('还可查询 0 个');
    await desk.page.getByLabel('标识', { exact: true }).fill('12920000000');
    await desk.page.getByRole('button', { name: '查询', exact: true }).click();
    expect(await desk.page.getByRole('alert').innerText()).toContain('额度');
    expect(await desk.look('15-quota')).toEqual([]);
  });

  it('speaks English, remembers it, and works from the keyboard', async () => {
    const desk = await seat('xu.shouli');
    await desk.page.getByRole('button', { name: 'English' }).click();
    await desk.open('/leads');
    expect(await desk.page.locator('h1').innerText()).toBe('Leads');
    expect(await desk.look('16-leads-english')).toEqual([]);
    await desk.page.keyboard.press('j');
    await desk.page.keyboard.press('j');
    await desk.page.keyboard.press('k');
    await desk.page.keyboard.press('Enter');
    await desk.page.waitForURL(/\/leads\/XS-/);
    expect(await desk.look('17-lead-english')).toEqual([]);
  });
});
