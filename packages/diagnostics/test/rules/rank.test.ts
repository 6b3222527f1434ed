import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding, FindingName, Severity } from '../../src/finding.ts';
import { rank } from '../../src/rules/rank.ts';
import { en } from '../../src/text/en.ts';

const names = Object.keys(en.findings) as FindingName[];
const finding = (name: FindingName, severity: Severity = 'problem', cause?: string): Finding => ({
  name,
  severity,
  layers: [],
  evidence: [],
  remedies: [],
  inventory: [],
  ...(cause === undefined ? {} : { cause }),
});

const someFindings = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...names), fc.constantFrom<Severity>('problem', 'warning', 'note')), {
    selector: ([name]) => name,
  })
  .map((list) => list.map(([name, severity]) => finding(name, severity)));

describe('any findings', () => {
  it('are all there afterwards, once', () => {
    fc.assert(
      fc.property(someFindings, (findings) => {
        const ranked = rank(findings);
        expect(ranked.map(({ name }) => name).sort()).toEqual(findings.map(({ name }) => name).sort());
      }),
    );
  });

  it('stand behind what they come from, which itself comes from nothing', () => {
    fc.assert(
      fc.property(someFindings, (findings) => {
        const ranked = rank(findings);
        for (const [i, { because }] of ranked.entries()) {
          if (because === undefined) continue;
          const cause = ranked.findIndex(({ name }) => name === because);
          expect(cause).toBeGreaterThanOrEqual(0);
          expect(cause).toBeLessThan(i);
          expect(ranked[cause]?.because).toBeUndefined();
        }
      }),
    );
  });
});

it('puts the cause before its consequences, and problems before warnings', () => {
  const ranked = rank([
    finding('class-imbalance', 'warning'),
    finding('plateau', 'warning'),
    finding('vanishing-gradient'),
    finding('initialization-too-small', 'warning'),
  ]);
  // A cause weighs as much as the worst that it brings about.
  expect(ranked.map(({ name, because }) => [name, because])).toEqual([
    ['initialization-too-small', undefined],
    ['vanishing-gradient', 'initialization-too-small'],
    ['plateau', 'initialization-too-small'],
    ['class-imbalance', undefined],
  ]);
});

it('lets a gentle activation stand for itself, beside weights that are too large', () => {
  const ranked = rank([
    finding('initialization-too-large'),
    finding('saturation'),
    finding('vanishing-gradient', 'problem', 'slope-and-saturation'),
  ]);
  expect(ranked.map(({ name, because }) => [name, because])).toEqual([
    ['vanishing-gradient', undefined],
    ['initialization-too-large', undefined],
    ['saturation', 'initialization-too-large'],
  ]);
});

it('does not blame long steps for what was there before them', () => {
  const of = (cause: string) =>
    rank([finding('learning-rate-too-high'), finding('dying-relu', 'problem', cause)]).find(
      ({ name }) => name === 'dying-relu',
    )?.because;
  expect(of('learning-rate')).toBe('learning-rate-too-high');
  expect(of('initialization')).toBeUndefined();
  const nan = (cause: string) =>
    rank([finding('learning-rate-too-high'), finding('not-finite', 'problem', cause)]).find(
      ({ name }) => name === 'not-finite',
    )?.because;
  expect(nan('loss')).toBe('learning-rate-too-high');
  expect(nan('input')).toBeUndefined();
});
