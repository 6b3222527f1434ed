import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, launch } from '../../browser/chromium.ts';
import { type ServedPage, servedPage } from '../browser/served-page.ts';
import type { ChartsPage } from './page.ts';
import { sampleViews } from './sample-views.ts';

type ChartsWindow = Window & { readonly charts: ChartsPage };

const path = chromiumPath();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.runIf(path !== undefined)('figures in Chromium', () => {
  let browser: Browser;
  let served: ServedPage;
  const errors: string[] = [];

  beforeAll(async () => {
    [served, browser] = await Promise.all([
      servedPage(fileURLToPath(new URL('page.ts', import.meta.url))),
      launch(path ?? ''),
    ]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    served?.close();
  });

  async function open(width = 900, query = '', colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    await page.goto(served.url + query);
    await page.waitForFunction(() =>
      [...document.querySelectorAll<HTMLCanvasElement>('.chart:not([data-kind=table]) canvas[role=img]')].every(
        (canvas) => canvas.width > 300 || canvas.width === document.body.clientWidth,
      ),
    );
    return page;
  }

  it('draws every kind of view, and says what it shows', async () => {
    const page = await open();
    const labels = await page.$$eval('.chart:not([data-kind=table]) canvas[role=img]', (all) =>
      all.map((canvas) => canvas.getAttribute('aria-label') ?? ''),
    );
    expect(labels.length).toBe(sampleViews.length - 1);
    for (const label of labels) expect(label).toMatch(/^\S.+\. .+\.$/);
    const inked = await page.$$eval('.chart:not([data-kind=table]) canvas[role=img]', (all) =>
      all.map((canvas) => {
        const { width, height } = canvas as HTMLCanvasElement;
        const pixels = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
        return pixels.filter((value, i) => i % 4 === 3 && value > 0).length;
      }),
    );
    for (const count of inked) expect(count).toBeGreaterThan(500);
    await page.close();
  });

  it('has no serious faults of access, in light and dark, with a table shown', async () => {
    for (const scheme of ['light', 'dark'] as const) {
      const page = await open(360, scheme === 'dark' ? '?lang=ko' : '', scheme);
      await page.locator('[data-view=signal] .chart-toggle').click();
      await page.addStyleTag({ content: 'body { background: var(--chart-surface); color: var(--chart-ink) }' });
      await page.evaluate(axe);
      const found = await page.evaluate(async () => {
        const run = (window as unknown as { axe: { run(o: object): Promise<{ violations: Violation[] }> } }).axe;
        interface Violation {
          readonly id: string;
          readonly impact: string;
          readonly nodes: readonly { readonly html: string }[];
        }
        const { violations } = await run.run({ resultTypes: ['violations'] });
        return violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
      });
      expect(found).toEqual([]);
      await page.close();
    }
  });

  it('fits a phone', async () => {
    const page = await open(360);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await page.close();
  });

  it('reads values with arrow keys', async () => {
    const page = await open();
    const picture = page.locator('[data-view=loss] .chart-picture');
    await picture.focus();
    await page.keyboard.press('End');
    const lines = await page.locator('[data-view=loss] .chart-read-out > *').allTextContents();
    expect(lines.slice(0, 2)).toEqual(['step 100', 'SGD, validation: 1.26']);
    expect(await page.locator('[data-view=loss] [aria-live]').textContent()).toContain('Adam, training: 0.115');
    await page.keyboard.press('ArrowLeft');
    expect(await page.locator('[data-view=loss] .chart-read-out strong').textContent()).toBe('step 99');
    await page.keyboard.press('Escape');
    expect(await page.locator('[data-view=loss] .chart-read-out').isHidden()).toBe(true);
    await page.close();
  });

  it('reads values where one points', async () => {
    const page = await open();
    const canvas = page.locator('[data-view=boundary-2] canvas[role=img]');
    await canvas.scrollIntoViewIfNeeded();
    const box = (await canvas.boundingBox()) ?? {
      x: 0,
      y: 0,
      width: 0,
      height: 0,
    };
    await page.mouse.move(box.x + box.width / 2, box.y + 200);
    expect(await page.locator('[data-view=boundary-2] .chart-read-out').textContent()).toMatch(
      /^x₁ .*, x₂ .*class [01]: \d/,
    );
    await page.close();
  });

  it('moves the start of a surface by mouse and by keys', async () => {
    const page = await open();
    const race = page.locator('[data-view=race]');
    await race.scrollIntoViewIfNeeded();
    const handle = (await race.locator('.chart-handle').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await page.mouse.move(handle.x + 14, handle.y + 14);
    await page.mouse.down();
    await page.mouse.move(handle.x + 100, handle.y + 100, { steps: 4 });
    await page.mouse.up();
    await race.locator('.chart-picture').focus();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    const moves = await page.evaluate(() => (window as unknown as ChartsWindow).charts.moves);
    expect(moves.at(-1)).toEqual({ x: expect.closeTo(-2, 9), y: expect.closeTo(2, 9) });
    const dragged = moves.at(-2) ?? { x: 0, y: 0 };
    expect(dragged.x).toBeGreaterThan(-1.4);
    expect(dragged.y).toBeLessThan(1.5);
    await page.close();
  });

  it('shows tables, makes images, and leaves nothing behind', async () => {
    const page = await open();
    await page.locator('[data-view=signal] .chart-toggle').click();
    const rows = await page.locator('[data-view=signal] tbody tr').count();
    expect(rows).toBe(10);
    expect(await page.locator('[data-view=long] table').count()).toBe(0);
    const sizes = await page.evaluate(async () => {
      const { figures } = (window as unknown as ChartsWindow).charts;
      const images = await Promise.all(figures.map((figure) => figure.toImage()));
      for (const figure of figures) figure.dispose();
      return [images.map((image) => image?.size ?? 0), document.querySelectorAll('.chart').length];
    });
    expect((sizes[0] as number[]).filter((size) => size > 1000).length).toBe(sampleViews.length - 1);
    expect(sizes[1]).toBe(0);
    await page.close();
  });

  it('had no errors', () => {
    expect(errors).toEqual([]);
  });
});
