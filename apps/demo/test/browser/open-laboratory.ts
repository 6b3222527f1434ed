import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions, Page, Request } from 'playwright-core';
import { expect } from 'vitest';
import { type BuiltPage, buildPage } from '../../browser/build-page.ts';
import { chromiumPath, launch } from '../../browser/chromium.ts';
import { type Site, serveFolder } from '../../browser/serve-folder.ts';

export const missing = 'there is no Chromium here: CHROMIUM_PATH may name one';

/** A page of the laboratory in a browser, and all that it complained of. */
export interface Visit {
  readonly page: Page;
  /** Errors and warnings of the console, errors nobody caught, requests that go elsewhere. */
  readonly complaints: string[];
  /** Compressed bytes of everything that was fetched so far. */
  bytes(): Promise<number>;
}

/** The built page, served from a folder, and a browser. */
export interface Laboratory {
  readonly address: string;
  visit(hash: string, options?: BrowserContextOptions): Promise<Visit>;
  close(): Promise<void>;
}

/** Builds and serves the page, and starts a browser; undefined where there is none. */
export async function openLaboratory(): Promise<Laboratory | undefined> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) return undefined;
  const built: BuiltPage = await buildPage();
  const site: Site = await serveFolder(built.folder);
  const browser: Browser = await launch(executablePath);
  return {
    address: site.address,
    async visit(hash, options = {}) {
      const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 800 }, ...options });
      const page = await context.newPage();
      const complaints: string[] = [];
      const finished: Request[] = [];
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(`console: ${message.text()}`);
      });
      page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
      page.on('request', (request) => {
        if (!request.url().startsWith(site.address) && !/^(blob|data):/.test(request.url())) {
          complaints.push(`request: ${request.url()}`);
        }
      });
      page.on('requestfinished', (request) => finished.push(request));
      await page.goto(`${site.address}${hash}`);
      await page.waitForSelector('h1');
      return {
        page,
        complaints,
        async bytes() {
          const sizes = await Promise.all(finished.map((request) => request.sizes()));
          return sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0);
        },
      };
    },
    async close() {
      await browser.close();
      site.close();
      await built.remove();
    },
  };
}

/** Presses Tab until what has the id has the focus: whoever has no mouse gets there too. */
export async function tabTo(page: Page, id: string, { back = false } = {}): Promise<void> {
  for (let presses = 0; presses < 150; presses++) {
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
    if ((await page.evaluate(() => document.activeElement?.id)) === id) return;
  }
  expect.fail(`No number of tabs leads to "${id}".`);
}

/** Waits for the end of the run. */
export async function untilDone(page: Page): Promise<void> {
  await page.waitForSelector('.state[data-state="done"], .reading.failed', { timeout: 110_000 });
  expect(await page.locator('.reading.failed').allTextContents()).toEqual([]);
}

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What axe finds in the page that is serious or critical. */
export async function barriers(page: Page): Promise<string[]> {
  const known = await page.evaluate(() => 'axe' in globalThis);
  // By the debugger: the page's own policy allows no script but its own.
  if (!known) {
    const { readFileSync } = await import('node:fs');
    await page.evaluate(readFileSync(axePath, 'utf8'));
  }
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      resultTypes: ['violations'],
    });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help}: ${target.join(' ')}`));
  });
}
