import { readFileSync } from 'node:fs';
import { type Experiment, experiments, type Run } from 'experiments';
import { describe, expect, it } from 'vitest';
import { english } from '../src/experiments/english.ts';
import { headOf } from '../src/experiments/head.ts';
import { claimOf, sectionOf } from '../src/experiments/section.ts';

const page = readFileSync(new URL('../../../docs/experiments.md', import.meta.url), 'utf8');
const again = 'run `npm run experiments`';

describe('docs/experiments.md', () => {
  it('begins with all experiments there are', () => {
    expect(page.startsWith(headOf(experiments)), again).toBe(true);
  });

  it.each(experiments.map((each) => [each.id, each] as const))(
    'says what %s claims, and that it holds',
    (_, experiment) => {
      const title = english(experiment.title);
      const section = page.split(/^## /m).find((each) => each.startsWith(`${title}\n`)) ?? '';
      expect(section, again).toContain(claimOf(experiment));
      const [, holding, runs] = /The claim holds in (\d+) of (\d+) runs/.exec(section) ?? [];
      expect(Number(runs)).toBeGreaterThan(0);
      expect(holding).toBe(runs);
    },
  );
});

describe('sectionOf', () => {
  const run: Run = async function* ({ seed, factor }) {
    yield { progress: 0, views: [], measures: { product: Number.NaN } };
    yield { progress: 1, views: [], measures: { product: Number(seed) * Number(factor), count: 7, none: Number.NaN } };
  };
  const experiment: Experiment = {
    id: 'product',
    group: 'numbers',
    title: 'Product',
    question: 'How much?',
    claim: { en: 'It is less than 3.', ko: '3보다 작습니다.' },
    explanation: [],
    inventory: ['1.1.1', '1.2.3'],
    source: 'Nobody, 2026',
    controls: [],
    defaults: { seed: 1, factor: 1.23456 },
    holds: ({ product = NaN }) => product < 3,
    sees: ({ product = NaN }) => ({ en: `It is ${product}.`, ko: `${product}입니다.` }),
    cures: (config) => [{ id: 'half', label: { en: 'Half', ko: '절반' }, config: { ...config, factor: 0.5 } }],
    code: () => '',
  };

  it('tells the claim, in how many runs it holds, what is seen, the cures, and the measures by seed', async () => {
    expect((await sectionOf(experiment, run)).split('\n')).toEqual([
      'It is less than 3.',
      '',
      'Inventory: 1.1.1, 1.2.3. Source: Nobody, 2026.',
      '',
      'The claim holds in 2 of 3 runs with the defaults. It is 1.23456.',
      '',
      '**Half**: It is 0.5.',
      '',
      '| measure | seed 1 | seed 2 | seed 3 |',
      '| --- | ---: | ---: | ---: |',
      '| `product` | 1.23 | 2.47 | 3.7 |',
      '| `count` | 7 | 7 | 7 |',
      '| `none` | – | – | – |',
    ]);
  });

  it('runs once what has no seed', async () => {
    const section = await sectionOf({ ...experiment, defaults: { factor: 2 }, cures: () => [] }, async function* () {
      yield { progress: 1, views: [], measures: { product: 2 } };
    });
    expect(section).toContain('The claim holds in 1 of 1 runs with the defaults. It is 2.');
    expect(section).toContain('| measure | value |');
  });
});
