import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';

const root = join(import.meta.dirname, '..', '..');
const shots = join(import.meta.dirname, 'shots');

/** A Chromium of this machine, or null; `npm run browser` installs Debian's. */
export const chromiumPath = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => path !== undefined && existsSync(path)) ?? null;

if (chromiumPath === null && process.env.XIECHA_REQUIRE_BROWSER === '1') throw new Error('XIECHA_REQUIRE_BROWSER=1, but there is no Chromium: run npm run browser first');
if (chromiumPath === null) process.stderr.write('browser tests skipped: no Chromium (npm run browser installs it)\n');

/** `describe` where there is a browser, `describe.skip` where there is none. */
export const describeInBrowser = chromiumPath === null ? describe.skip : describe;

// Without these a machine behind a closed network sees Chromium knock at its maker's hosts at every start.
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export async function openBrowser(): Promise<Browser> {
  if (!existsSync(join(root, 'dist', 'console', 'index.html'))) throw new Error('the console is not built: npm run build');
  return chromium.launch({ executablePath: chromiumPath ?? '', args: flags });
}

/** One person at one desk: a context of its own, the usual screen of a government office, and an ear on the console log. */
export interface Desk {
  page: Page;
  /** Everything the page wrote to the browser's console or threw; answers of 401 to 413 that a test provokes are not in it. */
  noise: string[];
  open: (path: string) => Promise<void>;
  /** Takes a screenshot and reports serious and critical findings of axe-core, one line each; also the noise so far. */
  look: (name: string) => Promise<string[]>;
  /** States what the person works on; `reference` is a record number or EXT: and an own number. */
  work: (reference: string) => Promise<void>;
  signIn: (username: string) => Promise<void>;
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export async function sitDown(browser: Browser, address: string): Promise<Desk> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
  const page = await context.newPage();
  const noise: string[] = [];
  page.on('console', (message) => noise.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => noise.push(`thrown: ${error.message}`));
  mkdirSync(shots, { recursive: true });

  const settled = async () => {
    await page.locator('main').first().waitFor();
    // Answers on their way show as skeletons, spinning tables, loading buttons or the line at the top; the short pauses
    // let one start and the last one fade, so that contrast is judged on the page at rest.
    await page.waitForTimeout(50);
    await page.waitForFunction(() => document.querySelector('.progress-line-bar, .ant-skeleton, .ant-spin-spinning, .ant-btn-loading') === null);
    await page.waitForTimeout(160);
  };

  return {
    page,
    noise,
    open: async (path) => {
      await page.goto(`${address}${path}`);
      await settled();
    },
    look: async (name) => {
      await settled();
      await page.screenshot({ path: join(shots, `${name}.png`) });
      // As source text and not as a script element: the pages' content security policy refuses foreign scripts.
      await page.evaluate(axeSource);
      const found = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as AxeResults;
      return [
        ...found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${name}: ${id} at ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`),
        ...noise.map((line) => `${name}: ${line}`),
      ];
    },
    work: async (reference) => {
      await page.getByRole('button', { name: /使用目的/ }).first().click();
      await page.getByLabel('所办事项').fill(reference);
      await page.getByRole('button', { name: '使用此目的' }).click();
      await settled();
    },
    signIn: async (username) => {
      await page.goto(`${address}/sign-in`);
      await page.getByRole('button', { name: new RegExp(username.replace('.', '\\.')) }).click();
      await page.getByRole('button', { name: '登录', exact: true }).click();
      await page.waitForURL(`${address}/`);
      await settled();
    },
  };
}
