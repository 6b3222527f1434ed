import { readFileSync } from 'node:fs';
import { experiments } from 'experiments';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { text } from '../../src/label.ts';
import { en } from '../../src/messages/en.ts';
import { ko } from '../../src/messages/ko.ts';
import { barriers, type Laboratory, missing, openLaboratory, tabTo, untilDone, type Visit } from './open-laboratory.ts';

/** Compressed, without fonts, of which the page has none. */
const mostBytes = 150_000;

let laboratory: Laboratory | undefined;
/** One visitor who sees all experiments, one after the other. */
let tour: Visit | undefined;

beforeAll(async () => {
  laboratory = await openLaboratory();
  tour = await laboratory?.visit('#/');
}, 120_000);

afterAll(() => laboratory?.close());

it('loads little before somebody does something', async ({ skip }) => {
  if (laboratory === undefined) return skip(missing);
  const { page, bytes, complaints } = await laboratory.visit('');
  await page.waitForLoadState('networkidle');
  expect(await page.locator('.card').count()).toBeGreaterThan(experiments.length);
  expect(await bytes()).toBeLessThan(mostBytes);
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('leads from the list to an experiment and back by keyboard, in the language of the browser', async ({ skip }) => {
  if (laboratory === undefined) return skip(missing);
  const { page, complaints } = await laboratory.visit('', { locale: 'ko-KR' });
  expect(await page.locator('h1').textContent()).toBe(ko.welcome);
  expect(await barriers(page)).toEqual([]);
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(ko.skip);
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.experiment');
  const first = await page.locator('.card, h1').first().textContent();
  expect(experiments.map(({ title }) => text(title, 'ko'))).toContain(first);
  await page.goBack();
  await page.waitForSelector('.overview');
  expect(await page.locator('h1').textContent()).toBe(ko.welcome);
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('holds settings, language, cure and what is hidden in the address', async ({ skip }) => {
  if (laboratory === undefined) return skip(missing);
  const { page, complaints } = await laboratory.visit('#/signal-by-depth?hide=units,takeaway&lang=en');
  await untilDone(page);
  expect(await page.locator('#control-units, .takeaway').count()).toBe(0);
  await page.selectOption('#control-activation', 'tanh');
  await page.waitForFunction(() => location.hash.includes('activation=tanh'));
  await page.locator('.cures .chip').first().click();
  await page.waitForFunction(() => location.hash.includes('cure='));
  await untilDone(page);
  expect(await page.locator('.reading').count()).toBe(2);
  const readings = await page.locator('.sentence').allTextContents();
  expect(readings[0]).not.toBe(readings[1]);
  await page.click('#language');
  const address = await page.evaluate(() => location.hash);
  const korean = await page.locator('.sentence').allTextContents();
  expect(complaints).toEqual([]);
  await page.context().close();

  const again = await laboratory.visit(address);
  await untilDone(again.page);
  expect(await again.page.evaluate(() => document.documentElement.lang)).toBe('ko');
  expect(await again.page.locator('#control-activation').inputValue()).toBe('tanh');
  expect(await again.page.locator('#control-units, .takeaway').count()).toBe(0);
  expect(await again.page.locator('.sentence').allTextContents()).toEqual(korean);
  expect(await again.page.evaluate(() => location.hash)).toBe(address);
  await again.page.locator('#end-comparison').click();
  await again.page.waitForFunction(() => document.querySelectorAll('.reading').length === 1);
  expect(again.complaints).toEqual([]);
  await again.page.context().close();
});

it('gives address, program, numbers and pictures to take along', async ({ skip }) => {
  if (laboratory === undefined) return skip(missing);
  const { page, complaints } = await laboratory.visit('#/signal-by-depth?lang=en&depth=4', {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await untilDone(page);
  const saved = async (button: string): Promise<Buffer> => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.click(button)]);
    return readFileSync(await download.path());
  };
  const clipboard = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

  await page.click('#copy-address');
  await page.waitForSelector(`.answer:text-is("${en.copied}")`);
  expect(await clipboard()).toBe(page.url());
  const experiment = experiments.find(({ id }) => id === 'signal-by-depth');
  await page.click('#copy-code');
  await page.waitForFunction(async () => (await navigator.clipboard.readText()).startsWith('import'));
  expect(await clipboard()).toBe(experiment?.code({ ...experiment.defaults, depth: 4 }));

  const { runs } = JSON.parse((await saved('#save-numbers')).toString());
  expect(runs.length).toBe(1);
  expect(runs[0].config).toEqual({ ...experiment?.defaults, depth: 4 });
  expect(runs[0].moments.at(-1).progress).toBe(1);
  const sentence = experiment?.sees(runs[0].moments.at(-1).measures, runs[0].config);
  expect(await page.locator('.sentence').textContent()).toBe(sentence && text(sentence, 'en'));
  expect(runs[0].views.length).toBe(await page.locator('.picture').count());

  const image = await saved('#save-pictures');
  expect(image.subarray(1, 4).toString()).toBe('PNG');
  // Width and height stand in its first chunk: two columns of pictures, one below the other.
  expect(image.readUInt32BE(16)).toBeGreaterThan(600);
  expect(image.readUInt32BE(20)).toBeGreaterThan(600);
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('moves nothing by itself where little motion is wanted', async ({ skip }) => {
  if (laboratory === undefined) return skip(missing);
  const { page } = await laboratory.visit('#/early-stopping?lang=en', { reducedMotion: 'reduce' });
  await page.waitForSelector('.picture');
  expect(await page.locator('.state').textContent()).toBe(en.states.paused);
  const progress = (): Promise<number> =>
    page.locator('progress').evaluate((bar) => (bar as HTMLProgressElement).value);
  const first = await progress();
  expect(first).toBeLessThan(1);
  await tabTo(page, 'step');
  await page.keyboard.press('Enter');
  await page.waitForFunction((before) => (document.querySelector('progress')?.value ?? 0) > before, first);
  await page.context().close();
});

it('says what went wrong', async ({ skip }) => {
  if (laboratory === undefined) return skip(missing);
  const { page } = await laboratory.visit('#/?lang=en');
  await page.route(/worker/, (route) => route.abort());
  await page.evaluate(() => {
    location.hash = '#/signal-by-depth';
  });
  const alert = page.locator('[role="alert"]');
  expect(await alert.textContent()).toContain(en.failed);
  expect(await page.locator('.state').textContent()).toBe(en.states.error);
  await page.evaluate(() => {
    location.hash = '#/no-such-page';
  });
  await page.waitForSelector(`h1:text-is("${en.notFound}")`);
  await page.context().close();
});

it('lets nothing leave', async ({ skip }) => {
  if (laboratory === undefined) return skip(missing);
  const { page } = await laboratory.visit('');
  const refused = await page.evaluate(async () => {
    const directives: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => directives.push(event.effectiveDirective));
    await fetch('https://example.org/').catch(() => {});
    const image = new Image();
    image.src = 'https://example.org/image.png';
    await new Promise((resolve) => {
      image.onerror = resolve;
    });
    return directives;
  });
  expect(refused.sort()).toEqual(['connect-src', 'img-src']);
  await page.context().close();
});

it('is dark where the device is, or when it is told', async ({ skip }) => {
  if (laboratory === undefined) return skip(missing);
  const { page } = await laboratory.visit('#/signal-by-depth?lang=ko', { colorScheme: 'dark' });
  await untilDone(page);
  const paper = (): Promise<string> => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const dark = await paper();
  expect(await barriers(page)).toEqual([]);
  await page.click('#theme');
  expect(await paper()).not.toBe(dark);
  await page.click('#theme');
  expect(await paper()).toBe(dark);
  await page.reload();
  expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe('dark');
  await page.context().close();
});

it.for(experiments)(
  '$id runs, is read, stopped and taken along by keyboard, in both languages',
  async (experiment, { skip }) => {
    if (laboratory === undefined || tour === undefined) return skip(missing);
    const { page, complaints } = tour;
    const { id, title, defaults } = experiment;
    complaints.length = 0;
    await page.goto(`${laboratory.address}#/${id}?lang=en`);
    await page.waitForSelector(`h1:text-is("${text(title, 'en')}")`);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await untilDone(page);

    // What is seen, the claim, and every picture in words.
    const sentence = page.locator('.sentence');
    const english = (await sentence.textContent()) ?? '';
    expect(english).not.toBe(en.nothingYet);
    expect(english).not.toMatch(/NaN|undefined|Infinity/);
    expect(await page.locator('.verdict').textContent()).toBe(en.claimHolds);
    const pictures = await page.locator('.picture').count();
    expect(pictures).toBeGreaterThan(0);
    await page.waitForFunction(
      (words) => document.getElementById('announcements')?.textContent?.includes(words),
      english.replaceAll('`', ''),
    );
    expect(await barriers(page)).toEqual([]);

    // The program of the settings.
    await tabTo(page, 'copy-code');
    await page.keyboard.press('Enter');
    expect(await page.locator('.code code').textContent()).toBe(experiment.code(defaults));

    // The other language says the same of the same numbers.
    await tabTo(page, 'language', { back: true });
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('ko');
    expect(await page.locator('h1').textContent()).toBe(text(title, 'ko'));
    expect(await sentence.textContent()).toMatch(/[가-힣]/);
    expect(await page.locator('.verdict').textContent()).toBe(ko.claimHolds);
    expect(await page.locator('.picture').count()).toBe(pictures);

    // Again, and back to the first moment in the midst of it.
    await tabTo(page, 'play');
    await page.keyboard.press('Enter');
    await tabTo(page, 'reset');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.state[data-state="paused"], .state[data-state="done"]');
    const progress = (): Promise<number> =>
      page.locator('progress').evaluate((bar) => (bar as HTMLProgressElement).value);
    // What is seen from now on: the last moment of the run that was stopped, until the first of the new one is there.
    const seen = new Set<number>();
    for (let look = 0; look < 10; look++) {
      seen.add(await progress());
      await page.waitForTimeout(20);
    }
    expect(seen.size).toBeLessThanOrEqual(2);

    // On a phone nothing is beside the screen.
    await page.setViewportSize({ width: 360, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await page.setViewportSize({ width: 1280, height: 800 });
    expect(complaints).toEqual([]);
  },
);
