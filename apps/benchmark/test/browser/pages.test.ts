import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packArrays, unpackArrays } from '../../src/arrays.ts';
import { bundleForPage } from '../../src/browser/bundle.ts';
import { chromiumPath } from '../../src/browser/chromium-path.ts';
import { measureInBrowser } from '../../src/browser/measure-in-browser.ts';
import { pageWith, type Site, serveSite } from '../../src/browser/site.ts';
import { prepare } from '../../src/contestants/gradkit.ts';
import { items } from '../../src/items.ts';
import { measureWorkload } from '../../src/measure-workload.ts';
import { multiplyAddLoops } from '../../src/multiply-add-loops.ts';
import { startArrays } from '../../src/start-arrays.ts';
import type { Work } from '../../src/work.ts';

const chromium = chromiumPath();
const missing = 'there is no Chromium here: CHROMIUM_PATH may name one';
if (chromium === undefined) console.warn(`Pages are not tested, because ${missing}.`);

const { work } = items.find(({ name }) => name === 'c32') as { work: Work };
const file = packArrays(startArrays(work));
const schedule = { cold: false, values: 20, early: 0, warmUp: 0, repetitions: 1, target: 1, patience: 60_000 };
const source = (path: string): string => fileURLToPath(new URL(`../../src/${path}`, import.meta.url));

let site: Site | undefined;

beforeAll(async () => {
  if (chromium === undefined) return;
  const script = await bundleForPage(source('contestants/gradkit.ts'), source('browser/page.ts'), {
    conditions: ['@gradkit/source'],
  });
  site = await serveSite(
    new Map<string, string | Uint8Array>([
      ['index.html', pageWith('script.js')],
      ['script.js', script],
      ['arrays.bin', file],
    ]),
  );
});

afterAll(() => site?.close());

async function lossesInPage(isolated: boolean, options = {}): Promise<number[]> {
  const address = site?.address(isolated) ?? '';
  const report = await measureInBrowser(chromium ?? '', `${address}index.html`, {
    work,
    arrays: `${address}arrays.bin`,
    options,
    schedule,
  });
  expect(report.facts['isolated']).toBe(String(isolated));
  return report.values.flat();
}

it('trains in pages as in Node, with and without isolation, on one thread and on two', async ({ skip }) => {
  if (chromium === undefined) return skip(missing);
  const workload = await prepare(work, unpackArrays(file.buffer as ArrayBuffer), {});
  let now = 0;
  const clock = { now: () => now++, rest: async () => {} };
  const inNode = (await measureWorkload(workload, schedule, clock)).values.flat();

  const plain = await lossesInPage(false);
  expect(await lossesInPage(true)).toEqual(plain);
  expect(await lossesInPage(true, { threads: 2, always: true })).toEqual(plain);
  expect(plain.length).toBe(20);
  expect(plain.at(-1)).toBeLessThan(0.05 * (plain[0] ?? 0));
  // Bits are the same where both engines fuse products and sums, or neither does.
  const sameKind = multiplyAddLoops('fused').length > 0;
  for (const [step, loss] of plain.entries()) {
    if (sameKind) expect(loss).toBe(inNode[step]);
    else expect(loss / (inNode[step] ?? 0)).toBeCloseTo(1, 4);
  }
});
