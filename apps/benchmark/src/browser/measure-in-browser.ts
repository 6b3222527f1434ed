import { chromium } from 'playwright-core';
import type { Report } from '../measure-workload.ts';
import type { PageRequest } from './page.ts';

/** Runs a request in a page of a fresh Chromium. */
export async function measureInBrowser(executablePath: string, address: string, request: PageRequest): Promise<Report> {
  const browser = await chromium.launch({
    executablePath,
    // Chromium refuses its sandbox to root, whom containers often run as.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  try {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', ({ message }) => errors.push(message));
    await page.goto(address);
    await page.waitForFunction('"measure" in globalThis', undefined, { timeout: 30_000 }).catch(() => {
      throw new Error(errors[0] ?? 'the page did not load its script');
    });
    const report = await page.evaluate(
      (asked) => (globalThis as unknown as { measure: (request: unknown) => Promise<unknown> }).measure(asked),
      request,
    );
    return { ...(report as Report), engine: `Chromium ${browser.version()}` };
  } finally {
    await browser.close();
  }
}
