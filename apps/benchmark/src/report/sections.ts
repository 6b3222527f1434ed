import type { Results } from '../results.ts';
import type { ItemSummary, Row } from '../summary.ts';
import { bytesNeeded } from '../work.ts';
import type { Dot } from './dot-chart.ts';
import { kindOf } from './kinds.ts';
import { bytes, digits, duration, percent, times } from './quantities.ts';

/** A table of a report, in words. */
export interface Table {
  readonly head: readonly string[];
  readonly body: readonly (readonly string[])[];
}

/** A part of a report: a title, what to know about it, a table, and dots that a page draws. */
export interface Section {
  readonly title: string;
  readonly text?: string;
  readonly table: Table;
  readonly notes: readonly string[];
  readonly dots?: readonly Dot[];
  /** What the axis of the dots counts; time if it is not said. */
  readonly unit?: 'bytes';
}

/** Columns that no row fills are left out. */
function withoutEmpty({ head, body }: Table): Table {
  const kept = head.map((_, c) => c === 0 || body.some((row) => row[c] !== '–'));
  const filter = (row: readonly string[]): string[] => row.filter((_, c) => kept[c]);
  return { head: filter(head), body: body.map(filter) };
}

const orDash = (value: number | undefined, format: (value: number) => string): string =>
  value === undefined || Number.isNaN(value) ? '–' : format(value);

/** How many runs it took to be at speed. */
function runs(count: number): string {
  if (!Number.isFinite(count)) return 'later';
  return Math.ceil(count) === 1 ? '1 run' : `${Math.ceil(count)} runs`;
}

/** One item: who took how long. */
function itemSection({ item, rows }: ItemSummary, emptyBytes?: Results['emptyBytes']): Section {
  const limit = Math.max(...rows.filter(({ contestant }) => contestant.limit).map(({ speed }) => speed ?? 0));
  const memoryOf = ({ contestant, peakBytes }: Row): number | undefined =>
    peakBytes === undefined || contestant.limit ? undefined : peakBytes - (emptyBytes?.[contestant.runtime] ?? 0);
  const table = withoutEmpty({
    head: [
      'contestant',
      'time',
      'quartiles',
      'against gradkit',
      'GFLOP/s',
      'of the limit',
      'first run',
      'steady after',
      'memory',
    ],
    body: rows.map((row) => [
      row.contestant.label,
      orDash(row.time?.median, duration),
      row.time ? `${duration(row.time.lower)} – ${duration(row.time.upper)}` : '–',
      orDash(row.ratio?.median, times),
      orDash(row.speed, digits),
      limit > 0 ? orDash(row.speed, (speed) => percent(speed / limit)) : '–',
      orDash(row.first, duration),
      item.work.kind === 'training' ? orDash(row.steadyAfter, runs) : '–',
      orDash(memoryOf(row), bytes),
    ]),
  });
  const dots = rows.flatMap(({ contestant, time, ratio }): Dot[] =>
    time
      ? [
          {
            label: contestant.label,
            kind: kindOf(contestant),
            value: time.median,
            lower: time.lower,
            upper: time.upper,
            text: `${duration(time.median)}${ratio && !contestant.reference ? `  (${times(ratio.median)})` : ''}`,
          },
        ]
      : [],
  );
  const notes = rows.flatMap(({ contestant, note }) => (note === undefined ? [] : [`${contestant.label}: ${note}`]));
  return { title: `${item.name}: ${item.title}`, table, notes, dots };
}

function browserSections({ browser }: Results): Section[] {
  return browser.flatMap(({ isolated, items }) =>
    items.map((summary) => {
      const section = itemSection(summary);
      return { ...section, title: `${section.title}, in ${isolated ? 'an isolated page' : 'a page'} of Chromium` };
    }),
  );
}

function sizeSection({ sizes }: Results): Section[] {
  if (sizes.length === 0) return [];
  return [
    {
      title: 'what a page loads to train item c',
      text: 'Bundled and minified with esbuild, compressed with gzip; a WebAssembly file that is loaded beside it, with SIMD and without threads.',
      table: withoutEmpty({
        head: ['library', 'script', 'WebAssembly'],
        body: sizes.map(({ label, script, wasm }) => [label, bytes(script), wasm ? bytes(wasm) : '–']),
      }),
      notes: [],
      unit: 'bytes',
      dots: sizes.map(({ label, script, wasm }) => {
        const value = script + wasm;
        return {
          label,
          kind: label === 'gradkit' ? 'ours' : 'javascript',
          value,
          lower: value,
          upper: value,
          text: bytes(value),
        };
      }),
    },
  ];
}

function probeSection({ probes }: Results): Section[] {
  if (probes.length === 0) return [];
  return [
    {
      title: 'a training step that measures itself',
      text: 'Dense 784-256-128-10, batch 128, with a probe of @gradkit/diagnostics that looks at every tenth step, and without, in turns.',
      table: {
        head: ['optimizer', 'without', 'with', 'ratio', 'quartiles'],
        body: probes.map(({ optimizer, plain, watched, ratio }) => [
          optimizer,
          duration(plain.median),
          duration(watched.median),
          times(ratio.median),
          `${times(ratio.lower)} – ${times(ratio.upper)}`,
        ]),
      },
      notes: [],
    },
  ];
}

/** gradkit's own count of bytes next to what training needs at once. */
function memorySection({ items }: Results): Section[] {
  const body = items.flatMap(({ item, rows }) => {
    const facts = rows.find(({ contestant, facts }) => contestant.reference && facts)?.facts;
    const total = facts?.['total'];
    if (item.work.kind !== 'training' || typeof total !== 'number') return [];
    const needed = bytesNeeded(item.work);
    return [[item.name, String(facts?.['kernels'] ?? '–'), bytes(needed), bytes(total), times(total / needed)]];
  });
  if (body.length === 0) return [];
  return [
    {
      title: 'kernels of gradkit’s step, and its memory',
      text: 'Needed: parameters, their gradients, what the update rule keeps, the batch, and what every layer gives. Held: what memory() counts at the end.',
      table: { head: ['item', 'kernels', 'needed', 'held', 'held / needed'], body },
      notes: [],
    },
  ];
}

function comparisonSection({ comparison }: Results): Section[] {
  if (!comparison) return [];
  return [
    {
      title: `this build against ${comparison.base}`,
      text: 'Present time divided by that of the base, paired by rounds, with the interval that holds the median with 95 % confidence.',
      table: {
        head: ['item', 'base', 'present', 'ratio', 'interval', 'verdict'],
        body: comparison.rows.map(({ item, base, present, ratio, verdict }) => [
          item.name,
          orDash(base?.median, duration),
          orDash(present?.median, duration),
          orDash(ratio?.median, digits),
          ratio ? `${digits(ratio.lower)} – ${digits(ratio.upper)}` : '–',
          verdict,
        ]),
      },
      notes: [],
    },
  ];
}

/** Everything that has a table, in the order of reports; sweeps have their own charts. */
export function sectionsOf(results: Results): Section[] {
  return [
    ...comparisonSection(results),
    ...results.items.map((summary) => itemSection(summary, results.emptyBytes)),
    ...memorySection(results),
    ...browserSections(results),
    ...sizeSection(results),
    ...probeSection(results),
  ];
}

/** The numbers of a sweep. */
export function scalingTable({ variable, lines }: Results['scaling'][number]): Table {
  const values = [...new Set(lines.flatMap(({ points }) => points.map(({ x }) => x)))];
  return {
    head: [variable, ...lines.flatMap(({ label }) => [label, 'GFLOP/s'])],
    body: values.map((value) => [
      String(value),
      ...lines.flatMap(({ points }) => {
        const point = points.find(({ x }) => x === value);
        return [orDash(point?.time, duration), orDash(point?.speed, digits)];
      }),
    ]),
  };
}

/** Where and how the numbers came about, in a few lines. */
export function circumstances({ machine, engine, command, date, variation, warning, emptyBytes }: Results): string[] {
  return [
    `${machine.processor}, ${machine.cores} cores, ${digits(machine.memoryBytes / 2 ** 30)} GiB, ${machine.system}; ${engine}; ${date}.`,
    `Command: npm run benchmark${command === '' ? '' : ` -- ${command}`}.`,
    'Every number comes from fresh processes that take turns: medians over rounds, ratios within a round. A ratio says how many times as long as gradkit on one thread.',
    ...(emptyBytes.node > 0
      ? [
          `Memory is the most that a process held above an empty one (Node ${bytes(emptyBytes.node)}, Python ${bytes(emptyBytes.python)}).`,
        ]
      : []),
    `Half of the runs of a fixed loop lay within ${percent(variation)} of each other.`,
    ...(warning === undefined ? [] : [warning]),
  ];
}
