import { describe, expect, it } from 'vitest';
import type { Contestant } from '../../src/contestants.ts';
import { items } from '../../src/items.ts';
import { markdownReport } from '../../src/report/markdown.ts';
import { htmlReport } from '../../src/report/page.ts';
import { terminalReport } from '../../src/report/terminal.ts';
import type { Results } from '../../src/results.ts';
import type { Row } from '../../src/summary.ts';

const contestant = (name: string, rest: Partial<Contestant> = {}): Contestant => ({
  name,
  label: name,
  runtime: 'node',
  module: '',
  families: ['c'],
  ...rest,
});
const about = (median: number) => ({ median, lower: 0.9 * median, upper: 1.2 * median });
const item = items.find(({ name }) => name === 'c32') as (typeof items)[number];

const rows: Row[] = [
  {
    contestant: contestant('gradkit', { reference: true }),
    time: about(2),
    ratio: about(1),
    first: 80,
    steadyAfter: 7,
    peakBytes: 60e6,
    facts: { kernels: 12, total: 8e6 },
  },
  {
    contestant: contestant('jax-js'),
    time: about(6),
    ratio: about(3),
    first: 400,
    steadyAfter: Number.POSITIVE_INFINITY,
    peakBytes: 90e6,
  },
  { contestant: contestant('a<b'), note: 'no "kernel" | at all' },
];

const results: Results = {
  machine: { processor: 'Some & Processor', cores: 2, memoryBytes: 2 ** 33, system: 'linux x64' },
  engine: 'Node v26.0.0',
  command: '--only c32',
  date: '2026-01-02',
  variation: 0.04,
  warning: undefined,
  emptyBytes: { node: 40e6, python: 10e6 },
  items: [{ item, rows }],
  browser: [{ isolated: true, items: [{ item, rows: rows.slice(0, 2) }] }],
  scaling: [
    {
      title: 'dense',
      variable: 'samples',
      lines: [
        {
          label: 'gradkit',
          points: [
            { x: 1, time: 0.2, speed: 3 },
            { x: 32, time: 2, speed: 20 },
          ],
        },
      ],
    },
  ],
  sizes: [{ label: 'gradkit', script: 48_300, wasm: 0 }],
  probes: [
    { optimizer: 'adam', plain: about(2), watched: about(2.1), ratio: { median: 1.05, lower: 1.01, upper: 1.09 } },
  ],
  comparison: undefined,
};

describe('the report in the terminal', () => {
  it('has a table for each item, with notes below', () => {
    const lines = terminalReport(results)
      .split('\n')
      .map((line) => line.trim().replaceAll(/ {2,}/g, ' | '));
    expect(lines.slice(0, 6)).toEqual([
      'c32: training step, dense 784-256-128-10, batch 32, Adam',
      'contestant | time | quartiles | against gradkit | first run | steady after | memory',
      'gradkit | 2.00 ms | 1.80 ms – 2.40 ms | 1.00 × | 80.0 ms | 7 runs | 20.0 MB',
      'jax-js | 6.00 ms | 5.40 ms – 7.20 ms | 3.00 × | 400 ms | later | 50.0 MB',
      'a<b | – | – | – | – | – | –',
      'a<b: no "kernel" | at all',
    ]);
  });

  it('tells where numbers come from', () => {
    const text = terminalReport(results);
    expect(text).toContain('Some & Processor, 2 cores, 8.00 GiB, linux x64; Node v26.0.0; 2026-01-02.');
    expect(text).toContain('npm run benchmark -- --only c32');
  });
});

describe('the report in Markdown', () => {
  const text = markdownReport(results);

  it('has every part as a table', () => {
    expect(text).toContain('| contestant | time | quartiles | against gradkit | first run | steady after | memory |');
    expect(text).toContain('| gradkit | 2.00 ms | 1.80 ms – 2.40 ms | 1.00 × | 80.0 ms | 7 runs | 20.0 MB |');
    expect(text).toContain('| c32 | 12 |');
    expect(text).toContain('in an isolated page of Chromium');
    expect(text).toContain('| gradkit | 48.3 kB |');
    expect(text).toContain('| adam | 2.00 ms | 2.10 ms | 1.05 × | 1.01 × – 1.09 × |');
    expect(text).toContain('| 32 | 2.00 ms | 20.0 |');
  });

  it('has a heading for each part, one title, and ends with a line', () => {
    expect(text.match(/^# /gm)?.length).toBe(1);
    expect(text.match(/^## /gm)?.length).toBe(6);
    expect(text.endsWith('|\n')).toBe(true);
  });
});

describe('the report as a page', () => {
  const page = htmlReport(results);

  it('needs nothing from elsewhere', () => {
    expect(page).not.toMatch(/https?:|src=|<link|@import|url\(/);
  });

  it('has a table beside every chart, and says what a chart shows', () => {
    expect(page.match(/role="img"/g)?.length).toBe(5);
    expect(page.match(/role="img" aria-label="[^"]+"/g)?.length).toBe(5);
    expect(page.match(/<table>/g)?.length).toBe(6);
    expect(page).toContain('<th scope="row">jax-js</th><td>6.00 ms</td>');
  });

  it('closes what it opens, and takes text for text', () => {
    for (const name of ['section', 'svg', 'table', 'tr', 'td', 'th', 'ul', 'text']) {
      const count = (pattern: string) => page.match(new RegExp(pattern, 'g'))?.length;
      expect(count(`<${name}[ >]`), name).toBe(count(`</${name}>`));
    }
    expect(page).toContain('a&lt;b');
    expect(page).not.toContain('a<b');
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('explains the marks it uses, and no others', () => {
    expect(page).toContain('other JavaScript libraries');
    expect(page).not.toContain('PyTorch');
  });
});
