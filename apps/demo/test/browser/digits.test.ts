import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../src/messages/digits/en.ts';
import { ko } from '../../src/messages/digits/ko.ts';
import { barriers, type Laboratory, missing, openLaboratory } from './open-laboratory.ts';

let laboratory: Laboratory | undefined;

beforeAll(async () => {
  laboratory = await openLaboratory();
}, 120_000);

afterAll(() => laboratory?.close());

it('learns, and knows a digit that is drawn with the mouse', async ({ skip }) => {
  if (laboratory === undefined) return skip(missing);
  const { page, complaints } = await laboratory.visit('#/digits?lang=en');
  await page.waitForFunction(() => document.querySelector('.training-sentence')?.textContent?.startsWith('Trained'));
  expect(await page.locator('.training-sentence').textContent()).toMatch(/it knows 9\d/);
  expect(await page.locator('.sentence').textContent()).toBe(en.nothingDrawn);
  const box = (await page.locator('.pad').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const at = (x: number, y: number): [number, number] => [box.x + x * box.width, box.y + y * box.height];
  await page.mouse.move(...at(0.3, 0.2));
  await page.mouse.down();
  await page.mouse.move(...at(0.7, 0.2), { steps: 5 });
  await page.mouse.move(...at(0.45, 0.85), { steps: 8 });
  await page.mouse.up();
  await page.mouse.move(...at(0.35, 0.5));
  await page.mouse.down();
  await page.mouse.move(...at(0.7, 0.5), { steps: 5 });
  await page.mouse.up();
  await page.waitForFunction(() => document.querySelector('.sentence')?.textContent?.startsWith('That is 7'));
  await page.locator('#undo').click();
  await page.locator('#undo').click();
  await page.waitForFunction((words) => document.querySelector('.sentence')?.textContent === words, en.nothingDrawn);
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('is drawn on with keys, on a phone, in Korean', async ({ skip }) => {
  if (laboratory === undefined) return skip(missing);
  const { page, complaints } = await laboratory.visit('#/digits?lang=ko&units=16', {
    viewport: { width: 360, height: 740 },
    colorScheme: 'dark',
  });
  await page.locator('.cell').nth(27).focus();
  await page.keyboard.press('Home');
  for (const key of ['ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowRight', 'ArrowRight', 'ArrowRight']) {
    await page.keyboard.press(key);
  }
  for (let row = 0; row < 8; row++) {
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowDown');
  }
  const inks = await page.locator('.cell').evaluateAll((cells) => cells.map((cell) => cell.getAttribute('aria-label')));
  expect(inks[3]).toBe(ko.cell(1, 4, 16));
  expect(inks[60]).toBe(ko.cell(8, 5, 8));
  await page.waitForFunction(() => document.querySelector('.sentence')?.textContent?.includes('1입니다'));
  await page.locator('[data-example="2"]').press('Enter');
  await page.waitForFunction(() => document.querySelector('.sentence')?.textContent?.includes('2입니다'));
  await page.waitForFunction(
    (words) => document.querySelector('[data-view=relevance] .chart-title')?.textContent === words,
    ko.relevance(2),
  );
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  expect(await barriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await page.context().close();
});
