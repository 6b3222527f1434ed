import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const places = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Where a Chromium is on this machine; undefined with a warning where there is none. `CHROMIUM_PATH` names another. */
export function chromiumPath(): string | undefined {
  const path = places.find((place) => place !== undefined && existsSync(place));
  if (path === undefined)
    console.warn('No Chromium found: tests in the browser are left out. CHROMIUM_PATH names one.');
  return path;
}

/** Starts Chromium without a window. */
export function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}
