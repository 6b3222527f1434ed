import { experiments } from 'experiments';
import type { Browser, Page } from 'playwright-core';
import { buildPage } from './build-page.ts';
import { chromiumPath, launch } from './chromium.ts';
import { serveFolder } from './serve-folder.ts';

/** How often each is measured; the middle one counts. */
const rounds = 5;

const middle = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

/** What a first visit of an address fetches, compressed, and when it can be used. */
async function firstVisit(browser: Browser, address: string): Promise<{ bytes: number; interactive: number }> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const sizes: Promise<number>[] = [];
  page.on('requestfinished', (request) => {
    sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
  });
  await page.goto(address, { waitUntil: 'networkidle' });
  const interactive = await page.evaluate(() => performance.getEntriesByName('interactive')[0]?.startTime ?? NaN);
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  await context.close();
  return { bytes, interactive };
}

/** Milliseconds from asking runs to stop, at several moments, until the worker rests. */
async function stops(page: Page): Promise<number[]> {
  await page.waitForSelector('.state[data-state="done"], .state[data-state="error"]', { timeout: 120_000 });
  for (const moment of [20, 60, 120, 250, 500]) {
    await page.click('#play');
    await page.waitForTimeout(moment);
    await page.click('#reset');
    await page.waitForTimeout(200);
  }
  return page.evaluate(() => performance.getEntriesByName('stop').map(({ duration }) => duration));
}

/** Prints what the page weighs, when it is ready, and how soon each experiment stops. */
export async function measure(only: readonly string[]): Promise<void> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error('There is no Chromium here: CHROMIUM_PATH may name one.');
  const built = await buildPage();
  const site = await serveFolder(built.folder);
  const browser = await launch(executablePath);

  for (const hash of ['', '#/signal-by-depth']) {
    const visits = [];
    for (let round = 0; round < rounds; round++) visits.push(await firstVisit(browser, `${site.address}${hash}`));
    const bytes = (visits[0]?.bytes ?? NaN) / 1000;
    const time = middle(visits.map(({ interactive }) => interactive));
    console.log(`${hash || 'overview'}: ${bytes.toFixed(1)} kB compressed, interactive after ${time.toFixed(0)} ms`);
  }
  for (const { id } of experiments) {
    if (only.length > 0 && !only.includes(id)) continue;
    const page = await browser.newPage();
    await page.goto(`${site.address}#/${id}`);
    const times = await stops(page);
    const longest = times.length === 0 ? 'is done before it can be stopped' : `${Math.max(...times).toFixed(1)} ms`;
    console.log(`${id}: ${times.length} stops, the longest ${longest}`);
    await page.close();
  }
  await browser.close();
  site.close();
  await built.remove();
}
