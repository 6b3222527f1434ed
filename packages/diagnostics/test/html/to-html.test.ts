import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/finding.ts';
import type { PageData } from '../../src/html/page-data.ts';
import { toHtml } from '../../src/html/to-html.ts';
import { recordOf, tanh } from '../rules/records.ts';

const finding = (name: Finding['name'], more: Partial<Finding> = {}): Finding => ({
  name,
  severity: 'problem',
  layers: ['dense'],
  evidence: [{ measure: 'saturated-share', value: 0.93, limit: { above: 0.5 } }],
  remedies: [{ name: 'relu', code: 'activation: relu, kernelInitializer: heNormal()' }],
  inventory: ['1.1.3'],
  ...more,
});

const data: PageData = {
  findings: [
    finding('vanishing-gradient', { cause: 'saturation' }),
    finding('plateau', { cause: 'flat', severity: 'warning', because: 'vanishing-gradient', layers: [] }),
    finding('class-imbalance', { severity: 'note' }),
  ],
  record: recordOf({ activation: tanh, valLoss: (t) => 0.2 + 0.8 * Math.exp(-5 * t), hidden: 4 }),
  estimate: {
    parameters: { trained: 1234, fixed: 0 },
    operations: { forward: { multiplyAdds: 1e6 }, backward: { multiplyAdds: 2e6 } },
    memory: { weights: 4936, optimizer: 4, activations: 1e6, program: 5e4 },
    time: { from: 'steps', secondsPerStep: 0.0021, secondsPerEpoch: 65 },
  },
  rangeTest: {
    learningRates: [1e-4, 1e-3, 1e-2, 0.1, 1],
    smoothed: [2.3, 2.2, 1.5, 1, 40],
    suggestion: 0.01,
  },
};

/** Tags that stand open, or close what is not open. */
function unbalanced(html: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [, slash, name = '', self] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*?(\/?)>/g)) {
    if (self === '/' || name === 'meta') continue;
    if (slash === '') open.push(name);
    else if (open.pop() !== name) wrong.push(name);
  }
  return [...wrong, ...open];
}

const pictures = (html: string): string[] => [...html.matchAll(/<figure.*?<\/figure>/g)].map(([figure]) => figure);

describe('a page', () => {
  it.each(['en', 'ko'] as const)('is whole and needs nothing else, in %s', (language) => {
    const html = toHtml(data, { language });
    expect(unbalanced(html)).toEqual([]);
    expect(html).toContain(`<html lang="${language}">`);
    expect(html).not.toMatch(/<script|javascript:| on[a-z]+="|https?:|url\(|@import/);
    expect(html).not.toMatch(/undefined|NaN|Infinity|\[object/);
    expect(html).toContain('prefers-color-scheme:dark');
    expect(html).toContain('@media print');
    expect(pictures(html)).toHaveLength(7);
  });

  it('has a sentence, a table and a name for each picture', () => {
    for (const figure of pictures(toHtml(data))) {
      expect(figure).toMatch(/<figcaption><p>[^<]{20,}<\/p><\/figcaption>/);
      expect(figure).toMatch(/<tbody><tr>/);
      expect(figure).toMatch(/<div class="scroll" role="region" tabindex="0" aria-label="[^"]{3,}">/);
      for (const [drawing] of figure.matchAll(/<svg [^>]*>/g)) {
        expect(drawing).toMatch(/role="img" aria-label="[^"]{5,}"|aria-hidden="true"/);
      }
    }
  });

  it('shows findings with number, reason, code, and what comes from them inside', () => {
    const html = toHtml(data);
    const cards = [...html.matchAll(/<article.*?<\/article>/g)].map(([card]) => card);
    expect(cards).toHaveLength(2);
    expect(cards[0]).toContain('finding problem');
    expect(cards[0]).toContain('93 % of the elements saturated (at most 50 %)');
    expect(cards[0]).toContain('<code>activation: relu, kernelInitializer: heNormal()</code>');
    expect(cards[0]).toContain('<strong>Plateau</strong>');
    expect(cards[1]).toContain('finding note');
    expect(toHtml(data, { language: 'ko' })).toContain('기울기 소실');
  });

  it('says what is in the pictures, with the numbers of the record', () => {
    const html = toHtml(data);
    const { losses } = data.record as { readonly losses: readonly number[] };
    expect(losses[0]).toBe(1);
    expect(html).toContain('The loss goes from 1 to 0.11 in 100 steps; guessing would have 1.');
    expect(html).toContain('The loss is lowest at 0.1; a tenth of that, 0.01, is suggested. In use is 0.01.');
    expect(html).toContain('At the last look no unit is dead, and up to 5 % of the outputs are saturated (dense).');
    expect(html).toContain('2.1 ms a step, 1.1 min an epoch, from steps that were timed');
    expect(html).toContain('1,000,000 forward, 2,000,000 backward');
  });

  it('is about findings alone where there is nothing else', () => {
    const html = toHtml([]);
    expect(html).toContain('Nothing wrong found.');
    expect(pictures(html)).toEqual([]);
    expect(unbalanced(html)).toEqual([]);
    expect(pictures(toHtml({ findings: [], record: recordOf() }))).toHaveLength(6);
    expect(toHtml({ findings: [], language: 'ko' })).toContain('<html lang="ko">');
  });

  it('lets no name of a layer become code', () => {
    const name = '<img src=x onerror="alert(1)">&';
    const record = recordOf({ layer: () => ({ path: name }) });
    const html = toHtml({ findings: [finding('saturation', { layers: [name] })], record });
    expect(html).not.toContain('<img');
    expect(unbalanced(html)).toEqual([]);
  });

  it('draws runs that ended in NaN, and records with hardly anything in them', () => {
    const broken = recordOf({
      loss: (t) => (t > 0.5 ? Number.NaN : 1),
      layer: (_, t) =>
        t > 0.5
          ? {
              mean: Number.NaN,
              standardDeviation: Number.NaN,
              deviationOverSamples: Number.NaN,
              histogram: { from: Number.NaN, to: Number.NaN, counts: [0] },
            }
          : {},
      kernel: (_, t) => (t > 0.5 ? { gradientNorm: Number.NaN, updateNorm: Number.NaN, weightNorm: Number.NaN } : {}),
    });
    for (const record of [broken, recordOf({ steps: 1 }), { ...recordOf(), steps: [], losses: [], epochs: [] }]) {
      const html = toHtml({ findings: [], record });
      expect(unbalanced(html)).toEqual([]);
      expect([...html.matchAll(/ (?:x|y|x1|x2|y1|y2|width|height|cx|cy|d)="[^"]*(?:NaN|Infinity)/g)]).toEqual([]);
    }
  });

  it('shows deep networks in as much room as others', () => {
    const deep = toHtml({ findings: [], record: recordOf({ hidden: 60 }) });
    expect(unbalanced(deep)).toEqual([]);
    expect(deep.length).toBeLessThan(400_000);
  });
});

it('comes without tensors: the light entry needs no other package', async () => {
  const { metafile } = await build({
    stdin: { contents: "export * from '../src/report.ts'", resolveDir: 'packages/diagnostics/test' },
    bundle: true,
    format: 'esm',
    platform: 'browser',
    write: false,
    metafile: true,
    logLevel: 'silent',
    external: ['@gradkit/*'],
  });
  const [output] = Object.values(metafile.outputs);
  expect(output?.imports).toEqual([]);
  expect(Object.keys(output?.inputs ?? {}).some((path) => path.endsWith('html/to-html.ts'))).toBe(true);
});
