import type { Histogram, LayerMeasures, TrainingRecord } from '../training-record.ts';
import { colorAt } from './color.ts';
import { tableOfSeries } from './curves.ts';
import { kernelSeries, layersWith, some } from './page-data.ts';
import type { PageTexts } from './page-texts.ts';
import type { Picture } from './picture.ts';
import { area, drawing, element, escaped, pathThrough, short } from './svg.ts';
import type { Write } from './write.ts';

/** Layers that get a panel or a row of their own: of deeper networks every n-th is shown. */
const mostLayers = 16;

/** Room for names of layers at the left. */
const names = 112;

/** The gradient of each layer at each look: a row for a layer, brighter where it is larger. */
export function gradientPicture(record: TrainingRecord, texts: PageTexts, write: Write): Picture | undefined {
  const { steps } = record;
  const all = kernelSeries(steps, ({ gradientNorm, size }) => gradientNorm / Math.sqrt(size));
  const series = some(all, 2 * mostLayers);
  const known = series.flatMap(({ values }) => values).filter((value) => value > 0 && Number.isFinite(value));
  if (known.length === 0) return undefined;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const span = Math.log(high / low) || 1;
  const looks = some(
    steps.map(({ step }, i) => ({ step, i })),
    60,
  );
  const row = Math.max(10, Math.min(22, 176 / series.length));
  const top = 8;
  const cell = (area.right - names) / looks.length;
  const parts: string[] = [];
  series.forEach(({ name, values }, r) => {
    const y = top + r * row;
    parts.push(element('text', { x: names - 6, y: y + row / 2 + 4, 'text-anchor': 'end' }, escaped(cut(name, 16))));
    looks.forEach(({ i }, c) => {
      const value = values[i] as number;
      const isKnown = value > 0 && Number.isFinite(value);
      parts.push(
        element('rect', {
          x: names + c * cell,
          y,
          width: cell + 0.3,
          height: row - 1,
          fill: isKnown ? colorAt(Math.log(value / low) / span) : undefined,
          class: isKnown ? undefined : 'empty',
        }),
      );
    });
  });
  const bottom = top + series.length * row;
  for (const { step, at } of some(
    looks.map(({ step }, c) => ({ step, at: names + (c + 0.5) * cell })),
    4,
  )) {
    parts.push(
      element('text', { class: 'tick', x: at, y: bottom + 14, 'text-anchor': 'middle' }, escaped(write.count(step))),
    );
  }
  const middle = (names + area.right) / 2;
  parts.push(
    element('text', { class: 'label', x: middle, y: bottom + 30, 'text-anchor': 'middle' }, escaped(texts.step)),
  );
  // The key: from the smallest to the largest.
  const keyTop = bottom + 42;
  const width = (area.right - names) / 40;
  for (let i = 0; i < 40; i++) {
    parts.push(
      element('rect', { x: names + i * width, y: keyTop, width: width + 0.3, height: 8, fill: colorAt(i / 39) }),
    );
  }
  parts.push(element('text', { class: 'tick', x: names, y: keyTop + 22 }, escaped(write.number(low))));
  parts.push(
    element(
      'text',
      { class: 'tick', x: area.right, y: keyTop + 22, 'text-anchor': 'end' },
      escaped(write.number(high)),
    ),
  );

  const last = all.map(({ name, values }) => ({ name, value: values.at(-1) as number }));
  const [first, end] = [last[0], last.at(-1)] as [(typeof last)[number], (typeof last)[number]];
  const summary = texts.gradientSummary(
    first.name,
    write.number(first.value / end.value),
    end.name,
    write.number(low),
    write.number(high),
  );
  return {
    title: texts.gradientTitle,
    summary,
    drawing: drawing(`${texts.gradientTitle}. ${summary}`, parts.join(''), keyTop + 28),
    legend: [],
    table: tableOfSeries(all, record, texts, write.number),
  };
}

/** What comes out of each layer, at the first look and at the last: one panel for a layer. */
export function activationPicture(record: TrainingRecord, texts: PageTexts, write: Write): Picture | undefined {
  const [first, last] = [record.steps[0], record.steps.at(-1)];
  if (first === undefined || last === undefined || last.layers.length === 0) return undefined;
  const shown = some(last.layers, mostLayers);
  const before = (path: string): LayerMeasures | undefined => first.layers.find((layer) => layer.path === path);
  const panels = shown.map((layer) => panelOf(layer, first === last ? undefined : before(layer.path), texts, write));
  const summary = texts.activationSummary;
  return {
    title: texts.activationTitle,
    summary,
    drawing: `<div class="panels">${panels.join('')}</div>`,
    legend: [
      ...(first === last ? [] : [{ label: texts.look(write.count(first.step)), className: 'then' }]),
      { label: texts.look(write.count(last.step)), className: 'now', isArea: true },
    ],
    table: {
      columns: [texts.layer, texts.mean, texts.deviation],
      rows: last.layers.map(({ path, mean, standardDeviation }) => [
        path,
        write.number(mean),
        write.number(standardDeviation),
      ]),
    },
    isWide: true,
  };
}

function panelOf(layer: LayerMeasures, before: LayerMeasures | undefined, texts: PageTexts, write: Write): string {
  const [width, height, floor] = [160, 92, 74];
  const both = [layer, ...(before === undefined ? [] : [before])].map(({ histogram }) => histogram);
  const known = both.filter(({ from, to }) => Number.isFinite(from) && Number.isFinite(to));
  const [low, high] = [Math.min(...known.map(({ from }) => from)), Math.max(...known.map(({ to }) => to))];
  const name = escaped(cut(layer.path, 22));
  const head = element('text', { x: 4, y: 12 }, name);
  const label = `${layer.path}: ${texts.mean} ${write.number(layer.mean)}, ${texts.deviation} ${write.number(layer.standardDeviation)}`;
  const attributes = { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label, focusable: 'false' };
  if (!(high > low)) {
    const flat = `${element('line', { class: 'axis', x1: 4, x2: width - 4, y1: floor, y2: floor })}${element('text', { class: 'tick', x: width / 2, y: floor + 14, 'text-anchor': 'middle' }, escaped(write.number(layer.mean)))}`;
    return element('svg', attributes, head + flat);
  }
  const x = (value: number): number => 4 + ((value - low) / (high - low)) * (width - 8);
  const outline = (histogram: Histogram, isArea: boolean): string => {
    const { from, to, counts } = histogram;
    const total = counts.reduce((sum, count) => sum + count, 0) || 1;
    const size = (to - from) / counts.length;
    const densities = counts.map((count) => count / total / (size || 1));
    const peak = Math.max(...densities) || 1;
    const corners = densities.flatMap((density, i): [number, number][] => {
      // Square roots, so that rare values are seen beside a peak.
      const y = floor - Math.sqrt(density / peak) * (floor - 20);
      return [
        [x(from + i * size), y],
        [x(from + (i + 1) * size), y],
      ];
    });
    const path = pathThrough(corners);
    return isArea ? `${path}L${short(x(to))} ${floor}L${short(x(from))} ${floor}Z` : path;
  };
  const parts = [
    head,
    ...(known.includes(layer.histogram) ? [element('path', { class: 'now', d: outline(layer.histogram, true) })] : []),
    ...(before === undefined || !known.includes(before.histogram)
      ? []
      : [element('path', { class: 'then', d: outline(before.histogram, false) })]),
    element('line', { class: 'axis', x1: 4, x2: width - 4, y1: floor, y2: floor }),
    element('text', { class: 'tick', x: 4, y: floor + 14 }, escaped(write.number(low))),
    element('text', { class: 'tick', x: width - 4, y: floor + 14, 'text-anchor': 'end' }, escaped(write.number(high))),
  ];
  return element('svg', attributes, parts.join(''));
}

/** Shares of dead units and of saturated outputs, a pair of bars for each layer. */
export function unitsPicture(record: TrainingRecord, texts: PageTexts, write: Write): Picture | undefined {
  const last = record.steps.at(-1);
  if (last === undefined) return undefined;
  const dead = layersWith(last, ({ deadShare }) => deadShare);
  const saturated = layersWith(last, ({ saturatedShare }) => saturatedShare);
  const paths = last.layers
    .map(({ path }) => path)
    .filter((path) => [...dead, ...saturated].some(({ name }) => name === path));
  if (paths.length === 0) return undefined;
  const shown = some(paths, mostLayers);
  const row = Math.max(16, Math.min(30, 200 / shown.length));
  const top = 8;
  const across = (share: number): number => names + share * (area.right - names);
  const parts: string[] = [];
  const bottom = top + shown.length * row;
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    parts.push(element('line', { class: 'grid', x1: across(share), x2: across(share), y1: top, y2: bottom }));
    parts.push(
      element(
        'text',
        { class: 'tick', x: across(share), y: bottom + 15, 'text-anchor': share === 1 ? 'end' : 'middle' },
        escaped(write.share(share)),
      ),
    );
  }
  shown.forEach((path, r) => {
    const y = top + r * row;
    parts.push(element('text', { x: names - 6, y: y + row / 2 + 4, 'text-anchor': 'end' }, escaped(cut(path, 16))));
    [dead, saturated].forEach((list, k) => {
      const share = list.find(({ name }) => name === path)?.value;
      if (share === undefined || !(share >= 0)) return;
      parts.push(
        element('rect', {
          class: k === 0 ? 'bar2' : 'bar',
          x: names,
          y: y + 2 + (k * (row - 4)) / 2,
          width: Math.max(1, across(share) - names),
          height: (row - 5) / 2,
        }),
      );
    });
  });
  const most = (list: typeof dead): { readonly name: string; readonly value: number } =>
    list.reduce((largest, each) => (each.value > largest.value ? each : largest), {
      name: paths[0] as string,
      value: 0,
    });
  const [worstDead, worstSaturated] = [most(dead), most(saturated)];
  const summary =
    (worstDead.value > 0 ? texts.deadSummary(write.share(worstDead.value), worstDead.name) : texts.noneDead) +
    (worstSaturated.value > 0
      ? texts.saturatedSummary(write.share(worstSaturated.value), worstSaturated.name)
      : texts.noneSaturated);
  const shareOf = (list: typeof dead, path: string): string => {
    const found = list.find(({ name }) => name === path);
    return found === undefined ? '' : write.share(found.value);
  };
  return {
    title: texts.unitsTitle,
    summary,
    drawing: drawing(`${texts.unitsTitle}. ${summary}`, parts.join(''), bottom + 24),
    legend: [
      { label: texts.dead, className: 'bar2', isArea: true },
      { label: texts.saturated, className: 'bar', isArea: true },
    ],
    table: {
      columns: [texts.layer, texts.dead, texts.saturated],
      rows: paths.map((path) => [path, shareOf(dead, path), shareOf(saturated, path)]),
    },
  };
}

/** A name that fits; its end tells layers apart. */
const cut = (name: string, most: number): string => (name.length <= most ? name : `…${name.slice(1 - most)}`);
