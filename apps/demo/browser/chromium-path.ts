import { existsSync } from 'node:fs';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The Chromium that `CHROMIUM_PATH` names, or one at a usual place. */
export function chromiumPath(): string | undefined {
  const named = process.env['CHROMIUM_PATH'];
  return (named === undefined ? places : [named]).find((path) => existsSync(path));
}
