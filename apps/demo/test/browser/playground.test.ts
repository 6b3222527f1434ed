import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../src/messages/playground/en.ts';
import { ko } from '../../src/messages/playground/ko.ts';
import { barriers, type Laboratory, missing, openLaboratory, tabTo } from './open-laboratory.ts';

let laboratory: Laboratory | undefined;

beforeAll(async () => {
  laboratory = await openLaboratory();
}, 120_000);

afterAll(() => laboratory?.close());

const numberOf = async (page: Page, name: string): Promise<number> => {
  const text = await page
    .locator('.numbers > div', { has: page.getByText(name, { exact: true }) })
    .locator('dd')
    .textContent();
  return Number(text?.replace(/[,%\s]/g, ''));
};

const waitForAccuracy = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => {
    const values = [...document.querySelectorAll('.numbers dd')].map((each) =>
      Number.parseFloat(each.textContent ?? ''),
    );
    return (values[5] ?? 0) > 95;
  });

it('trains by keyboard, and tells what is seen', async ({ skip }) => {
  if (laboratory === undefined) return skip(missing);
  const { page, complaints } = await laboratory.visit('#/playground?speed=100');
  await page.waitForSelector('.numbers dd');
  expect(await numberOf(page, en.step)).toBe(0);
  await tabTo(page, 'step');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('.numbers dd')[1]?.textContent === '1');
  await tabTo(page, 'play', { back: true });
  await page.keyboard.press('Enter');
  await waitForAccuracy(page);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('.unseen[aria-live]')?.textContent?.includes('%'));
  expect(await page.locator('.sentence').textContent()).toMatch(/After [\d,]+ epochs .* of the training samples/);
  expect(await page.locator('.network-picture canvas').getAttribute('aria-label')).toContain(
    'hidden layers of 8, 8 units',
  );
  expect(await page.locator('[data-picture=boundary] canvas[role=img]').getAttribute('aria-label')).toMatch(
    /\d % of the training points lie in their class/,
  );
  expect(await barriers(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('changes layers by buttons that keep the focus, and writes all into the address', async ({ skip }) => {
  if (laboratory === undefined) return skip(missing);
  const { page, complaints } = await laboratory.visit('#/playground?lang=ko', {
    viewport: { width: 360, height: 740 },
    colorScheme: 'dark',
  });
  await page.waitForSelector('.numbers dd');
  expect(await page.locator('h1').textContent()).toBe(ko.title);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await page.locator('#group-network summary').press('Enter');
  await page.getByRole('button', { name: ko.moreUnits(1) }).press('Enter');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(ko.moreUnits(1));
  await page.getByRole('button', { name: ko.removeLayer(2) }).press('Enter');
  await page.locator('#add-layer').press('Enter');
  await page.waitForFunction(() => location.hash.includes('hidden=10-10'));
  expect(await barriers(page)).toEqual([]);
  await page.reload();
  await page.waitForSelector('.numbers dd');
  expect(await page.locator('.layer-name').allTextContents()).toEqual([ko.unitsOf(1, 10), ko.unitsOf(2, 10)]);
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('names a planted fault, and cures it', async ({ skip }) => {
  if (laboratory === undefined) return skip(missing);
  const { page, complaints } = await laboratory.visit('#/playground?initializer=zeros&activation=relu&speed=100');
  await page.waitForSelector('.numbers dd');
  await page.click('#play');
  const finding = page.locator('[data-finding=symmetric-initialization]');
  await finding.waitFor();
  await finding.locator('button').first().click();
  await page.waitForFunction(() => location.hash.includes('initializer=') && !location.hash.includes('zeros'));
  await waitForAccuracy(page);
  expect(complaints).toEqual([]);
  await page.context().close();
});

it('says when a run fails, and goes on with another', async ({ skip }) => {
  if (laboratory === undefined) return skip(missing);
  const { page, complaints } = await laboratory.visit('#/playground?data=iris&corrupt=3');
  await page.waitForSelector('.numbers dd');
  await page.click('#epoch');
  await page.waitForFunction(() => Number(document.querySelectorAll('.numbers dd')[1]?.textContent) > 0);
  expect(await page.locator('.sentence').textContent()).toMatch(/not a number/);
  await page.locator('#group-faults summary').click();
  await page.locator('#control-corrupt').fill('0');
  await page.waitForFunction(() => !location.hash.includes('corrupt'));
  await page.waitForFunction(() =>
    document.querySelector('.sentence')?.textContent?.startsWith('Nothing is learned yet'),
  );
  expect(complaints).toEqual([]);
  await page.context().close();
});
