import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { experiments } from 'experiments';
import { buildPage } from './build-page.ts';
import { chromiumPath, launch } from './chromium.ts';
import { serveFolder } from './serve-folder.ts';

interface Look {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly scheme: 'light' | 'dark';
  readonly language: 'en' | 'ko';
}

/** Widths, colours and languages, each of them somewhere. */
const looks: readonly Look[] = [
  { name: 'desktop', width: 1280, height: 800, scheme: 'light', language: 'en' },
  { name: 'desktop-ko-dark', width: 1280, height: 800, scheme: 'dark', language: 'ko' },
  { name: 'phone', width: 390, height: 844, scheme: 'light', language: 'en' },
  { name: 'phone-ko', width: 390, height: 844, scheme: 'light', language: 'ko' },
];

/**
 * Makes an image of every page and every experiment in every look, as it stands when it is done and once with its first cure
 * beside it, and a list of what is seen.
 */
export async function takeScreenshots(folder: string, only: readonly string[]): Promise<void> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error('There is no Chromium here: CHROMIUM_PATH may name one.');
  await mkdir(folder, { recursive: true });
  const built = await buildPage();
  const site = await serveFolder(built.folder);
  const browser = await launch(executablePath);
  const said: string[] = [];

  async function take(id: string, query: string, { name, width, height, scheme, language }: Look): Promise<void> {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme });
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') said.push(`${id} ${name} console: ${message.text()}`);
    });
    await page.goto(`${site.address}#/${id}?lang=${language}${query}`);
    await page.waitForSelector('h1');
    const file = `${id || 'overview'}${query.includes('cure=') ? '-cured' : ''}.${name}.png`;
    if (experiments.some((experiment) => experiment.id === id)) {
      const started = performance.now();
      await page.waitForSelector('.state[data-state="done"], .state[data-state="error"]', { timeout: 120_000 });
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      const words = await page.locator('.sentence, .verdict').allTextContents();
      said.push(`${file} (${seconds} s)\n  ${words.join('\n  ')}`);
    }
    // Words and tables follow the pictures after a moment.
    await page.waitForTimeout(600);
    if (await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)) {
      said.push(`${id} ${name}: wider than the screen`);
    }
    await page.screenshot({ path: join(folder, file), fullPage: true });
    await context.close();
    console.log(file);
  }

  const wanted = (id: string): boolean => only.length === 0 || only.includes(id);
  for (const look of looks) {
    for (const id of ['', 'playground', 'digits']) if (wanted(id)) await take(id, '', look);
    for (const { id, cures, defaults } of experiments) {
      if (!wanted(id)) continue;
      await take(id, '', look);
      const cure = cures(defaults)[0];
      if (cure !== undefined && look.name === 'desktop') await take(id, `&cure=${cure.id}`, look);
    }
  }
  await writeFile(join(folder, 'said.txt'), `${said.join('\n')}\n`);
  await browser.close();
  site.close();
  await built.remove();
}
