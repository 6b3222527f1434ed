import type { StepMeasures, TrainingRecord } from '../training-record.ts';
import { depthColor } from './color.ts';
import { kernelSeries, type PageRangeTest, type Series, some } from './page-data.ts';
import type { PageTexts } from './page-texts.ts';
import type { LegendEntry, Picture } from './picture.ts';
import {
  area,
  axes,
  drawing,
  element,
  escaped,
  linearScale,
  logScale,
  pathThrough,
  type Scale,
  tightScale,
} from './svg.ts';
import type { Write } from './write.ts';

/** Points of a curve at most: more cannot be seen. */
const mostPoints = 300;

const points = (values: readonly number[], x: Scale, y: Scale): [number, number][] =>
  some(
    values.map((value, i): [number, number] => [i, value]),
    mostPoints,
  ).map(([i, value]) => [x(i), y(value)]);

const isPositive = (value: number): boolean => value > 0 && Number.isFinite(value);

/** Factors above which equal factors are seen better than equal differences. */
const wide = 50;

/** A scale for losses: of equal factors where they span many. */
function lossScale(values: readonly number[]): Scale {
  const known = values.filter(isPositive);
  const isWide =
    known.length === values.filter(Number.isFinite).length && Math.max(...known) > wide * Math.min(...known);
  return isWide
    ? logScale(known, area.bottom, area.top)
    : linearScale(
        values,
        area.bottom,
        area.top,
        values.every((value) => !(value < 0)),
      );
}

/** Losses of batches, smoothed, with those of epochs and of validation, and the gap between both. */
export function lossPicture(record: TrainingRecord, texts: PageTexts, write: Write): Picture | undefined {
  const { losses, epochs, baselineLoss } = record;
  if (losses.length < 2) return undefined;
  const smooth = smoothed(losses);
  const perEpoch = epochs.length > 0 ? losses.length / epochs.length : 0;
  const validated = epochs.flatMap(({ valLoss, loss }, i) =>
    valLoss === undefined ? [] : [{ at: (i + 1) * perEpoch - 1, valLoss, loss }],
  );
  const validation = validated.map(({ valLoss }) => valLoss);
  const training = validated.map(({ loss }) => loss);
  const across = tightScale(0, losses.length - 1, area.left, area.right);
  const limits = baselineLoss === undefined ? [] : [baselineLoss];
  const y = lossScale([...losses, ...validation, ...limits]);

  const parts = [axes(across, y, { x: texts.step, y: texts.lossTitle, format: write.tick })];
  const legend: LegendEntry[] = [];
  const line = (path: string, className: string, label: string, dash?: string): void => {
    parts.push(element('path', { class: `curve ${className}`, d: path, 'stroke-dasharray': dash }));
    legend.push({ label, className, dash });
  };
  if (validated.length > 1) {
    const back = [...validated].reverse();
    const outline = [
      ...validated.map(({ at, valLoss }): [number, number] => [across(at), y(valLoss)]),
      ...back.map(({ at, loss }): [number, number] => [across(at), y(loss)]),
    ];
    parts.push(element('path', { class: 'gap', d: `${pathThrough(outline)}Z` }));
    legend.push({ label: texts.gap, className: 'gap', isArea: true });
  }
  line(pathThrough(points(losses, across, y)), 'faint', texts.loss);
  line(pathThrough(points(smooth, across, y)), 'one', texts.smoothedLoss);
  if (validated.length > 0) {
    line(pathThrough(validated.map(({ at, valLoss }) => [across(at), y(valLoss)])), 'two', texts.validationLoss, '7 3');
    for (const { at, valLoss } of some(validated, 40).filter((each) => Number.isFinite(y(each.valLoss)))) {
      parts.push(element('circle', { class: 'dot', cx: across(at), cy: y(valLoss), r: 2.5 }));
    }
  }
  if (baselineLoss !== undefined) {
    const at = y(baselineLoss);
    parts.push(element('line', { class: 'limit', x1: area.left, x2: area.right, y1: at, y2: at }));
    legend.push({ label: texts.guessing, className: 'limit' });
  }

  const last = smooth.at(-1) as number;
  const gap = validated.at(-1);
  const guessing = baselineLoss === undefined ? undefined : write.number(baselineLoss);
  const summary =
    texts.lossSummary(write.number(losses[0] as number), write.number(last), write.count(losses.length), guessing) +
    (gap === undefined ? '' : texts.gapSummary(write.number(gap.valLoss), write.number(gap.valLoss / gap.loss)));
  const rows = some(
    losses.map((loss, i) => [write.count(i), write.number(loss), write.number(smooth[i] as number)]),
    12,
  );
  const ofEpochs = epochs.map(({ epoch, loss, valLoss }) => [
    `${texts.epoch} ${epoch + 1}`,
    write.number(loss),
    valLoss === undefined ? '' : `${texts.validationLoss} ${write.number(valLoss)}`,
  ]);
  return {
    title: texts.lossTitle,
    summary,
    drawing: drawing(`${texts.lossTitle}. ${summary}`, parts.join('')),
    legend,
    table: {
      columns: [texts.step, texts.loss, texts.smoothedLoss],
      rows: [...rows, ...(training.length > 0 ? some(ofEpochs, 12) : [])],
    },
  };
}

/** A moving mean that begins with the first value. */
function smoothed(values: readonly number[]): readonly number[] {
  const keep = 1 - 1 / Math.max(2, Math.min(20, values.length / 8));
  let average = 0;
  let weight = 0;
  return values.map((value) => {
    average = keep * average + (1 - keep) * value;
    weight = keep * weight + (1 - keep);
    return average / weight;
  });
}

/** What a step changes of the weights, by layer. */
export function updatePicture(record: TrainingRecord, texts: PageTexts, write: Write): Picture | undefined {
  const { steps } = record;
  const series = kernelSeries(steps, ({ updateNorm, weightNorm }) => (weightNorm > 0 ? updateNorm / weightNorm : 0));
  const all = series.flatMap(({ values }) => values).filter(isPositive);
  if (steps.length < 2 || all.length === 0) return undefined;
  const usual = 1e-3;
  const x = tightScale(steps[0]?.step ?? 0, steps.at(-1)?.step ?? 1, area.left, area.right);
  const y = logScale([...all, usual], area.bottom, area.top);
  const parts = [axes(x, y, { x: texts.step, y: texts.updateAxis, format: write.tick })];
  const legend: LegendEntry[] = [];
  series.forEach(({ name, values }, i) => {
    const color = depthColor(i, series.length);
    const dash = ['', '6 3', '2 3'][i % 3] || undefined;
    const path = pathThrough(
      steps.map(({ step }, k) => [x(step), isPositive(values[k] as number) ? y(values[k] as number) : Number.NaN]),
    );
    parts.push(element('path', { class: 'curve', d: path, stroke: color, 'stroke-dasharray': dash }));
    legend.push({ label: name, color, dash });
  });
  parts.push(element('line', { class: 'limit', x1: area.left, x2: area.right, y1: y(usual), y2: y(usual) }));
  legend.push({ label: texts.usual(write.share(usual)), className: 'limit' });

  const last = series.map(({ name, values }) => ({ name, value: values.at(-1) as number }));
  const sorted = [...last].sort((a, b) => a.value - b.value);
  const [least, most] = [sorted[0], sorted.at(-1)] as [(typeof last)[number], (typeof last)[number]];
  const summary = texts.updateSummary(write.share(least.value), least.name, write.share(most.value), most.name);
  return {
    title: texts.updateTitle,
    summary,
    drawing: drawing(`${texts.updateTitle}. ${summary}`, parts.join('')),
    legend,
    table: tableOfSeries(series, record, texts, write.share),
  };
}

/** How much the outputs of each layer differ between samples, from the first layer to the last. */
export function signalPicture(record: TrainingRecord, texts: PageTexts, write: Write): Picture | undefined {
  const [first, last] = [record.steps[0], record.steps.at(-1)];
  if (first === undefined || last === undefined || last.layers.length < 2) return undefined;
  const deviations = ({ layers }: StepMeasures): readonly number[] =>
    last.layers.map(({ path }) => layers.find((layer) => layer.path === path)?.deviationOverSamples ?? Number.NaN);
  const [before, after] = [deviations(first), deviations(last)];
  if (![...before, ...after].some(isPositive)) return undefined;
  const x = tightScale(1, last.layers.length, area.left, area.right);
  const whole = Object.assign((value: number) => x(value), { ...x, ticks: x.ticks.filter(Number.isInteger) });
  const y = logScale([...before, ...after], area.bottom, area.top);
  const line = (values: readonly number[], className: string, dash?: string): string =>
    element('path', {
      class: `curve ${className}`,
      d: pathThrough(values.map((value, i) => [x(i + 1), isPositive(value) ? y(value) : Number.NaN])),
      'stroke-dasharray': dash,
    });
  const ends = last.layers.map(({ path }, i) => ({ path, value: write.number(after[i] as number) }));
  const [top, end] = [ends[0], ends.at(-1)] as [(typeof ends)[number], (typeof ends)[number]];
  const summary = texts.signalSummary(top.path, top.value, end.path, end.value);
  const content = [
    axes(whole, y, { x: texts.depth, y: texts.deviation, format: write.tick }),
    line(before, 'two', '6 3'),
    line(after, 'one'),
  ];
  const steps = [first, last].map(({ step }) => texts.look(write.count(step)));
  return {
    title: texts.signalTitle,
    summary,
    drawing: drawing(`${texts.signalTitle}. ${summary}`, content.join('')),
    legend: [
      { label: steps[0] as string, className: 'two', dash: '6 3' },
      { label: steps[1] as string, className: 'one' },
    ],
    table: {
      columns: [texts.layer, ...steps],
      rows: last.layers.map(({ path }, i) => [
        path,
        write.number(before[i] as number),
        write.number(after[i] as number),
      ]),
    },
  };
}

/** A row for each layer, at some of the steps. */
export function tableOfSeries(
  series: readonly Series[],
  { steps }: TrainingRecord,
  texts: PageTexts,
  format: (value: number) => string,
): Picture['table'] {
  const shown = some(
    steps.map(({ step }, i) => ({ step, i })),
    6,
  );
  return {
    columns: [texts.layer, ...shown.map(({ step }) => `${texts.step} ${step}`)],
    rows: series.map(({ name, values }) => [name, ...shown.map(({ i }) => format(values[i] as number))]),
  };
}

/** The loss over the learning rate. */
export function rangePicture(
  { learningRates, smoothed: losses, suggestion }: PageRangeTest,
  used: number | undefined,
  texts: PageTexts,
  write: Write,
): Picture | undefined {
  const known = learningRates
    .map((rate, i) => ({ rate, loss: losses[i] as number }))
    .filter(({ loss }) => isPositive(loss));
  if (known.length < 2) return undefined;
  const lowest = known.reduce((best, each) => (each.loss < best.loss ? each : best));
  const first = known[0] as (typeof known)[number];
  // What comes after the loss has exploded would flatten all that is before.
  const shown = known.filter(({ loss }) => loss <= 2 * first.loss);
  const x = logScale(learningRates, area.left, area.right);
  const y = linearScale(
    shown.map(({ loss }) => loss),
    area.bottom,
    area.top,
    true,
  );
  const parts = [axes(x, y, { x: texts.learningRate, y: texts.smoothedLoss, format: write.tick })];
  parts.push(
    element('path', { class: 'curve one', d: pathThrough(shown.map(({ rate, loss }) => [x(rate), y(loss)])) }),
  );
  // Labels stand beside their lines, the lower rate's before it and the higher one's behind it.
  const marks = [
    ...(suggestion === undefined ? [] : [{ rate: suggestion, label: texts.suggestion, className: 'limit' }]),
    ...(used === undefined || used <= 0 ? [] : [{ rate: used, label: texts.used, className: 'curve two' }]),
  ].sort((a, b) => a.rate - b.rate);
  marks.forEach(({ rate, label, className }, i) => {
    const at = x(rate);
    if (!(at >= area.left && at <= area.right)) return;
    parts.push(element('line', { class: className, x1: at, x2: at, y1: area.top, y2: area.bottom }));
    const isBefore = at > area.right - 70 || (i === 0 && at > area.left + 70);
    const anchor = isBefore ? 'end' : 'start';
    const y2 = area.top + 10 + 16 * i;
    parts.push(element('text', { x: isBefore ? at - 5 : at + 5, y: y2, 'text-anchor': anchor }, escaped(label)));
  });
  const summary =
    texts.rangeSummary(write.setting(lowest.rate), suggestion === undefined ? undefined : write.setting(suggestion)) +
    (used === undefined ? '' : texts.rangeUsed(write.setting(used)));
  return {
    title: texts.rangeTitle,
    summary,
    drawing: drawing(`${texts.rangeTitle}. ${summary}`, parts.join('')),
    legend: [],
    table: {
      columns: [texts.learningRate, texts.smoothedLoss],
      rows: some(
        known.map(({ rate, loss }) => [write.setting(rate), write.number(loss)]),
        12,
      ),
    },
  };
}
