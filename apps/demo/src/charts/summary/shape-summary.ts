import type { Language } from '@gradkit/diagnostics/report';
import type { Bars, Images, Network, Table } from 'experiments';
import { formatNumber } from '../number-format.ts';
import { textOf } from '../text-of.ts';
import { wordsOf } from '../words.ts';

/** All bars up to a dozen, and the largest. */
export function barsSummary({ names, series, limits }: Bars, language: Language): string {
  const words = wordsOf(language);
  const told = series.map(({ name, values }) => {
    let largest = 0;
    for (let i = 1; i < values.length; i++) if (values[i] > values[largest]) largest = i;
    const prefix = series.length > 1 ? `${textOf(name, language)}: ` : '';
    if (values.length === 0) return prefix + words.empty;
    if (names.length <= 12) {
      return `${prefix}${names.map((each, i) => `${textOf(each, language)} ${formatNumber(values[i])}`).join(', ')}.`;
    }
    return prefix + words.largest(textOf(names[largest], language), formatNumber(values[largest]));
  });
  for (const { y, label } of limits ?? []) told.push(words.limit(textOf(label, language), formatNumber(y)));
  return told.join(' ') || words.empty;
}

/** How many images, and what is written below the first dozen. */
export function imagesSummary({ width, height, images }: Images, language: Language): string {
  const words = wordsOf(language);
  if (images.length === 0) return words.empty;
  const captions = images.slice(0, 12).map(({ caption }) => textOf(caption, language));
  const rest = images.length > 12 ? `, … ${words.others(images.length - 12)}` : '.';
  return `${words.imageCount(formatNumber(images.length), width, height)} ${captions.join(', ')}${rest}`;
}

/** How many units and connections take part. */
export function networkSummary(view: Network, language: Language): string {
  const words = wordsOf(language);
  if (view.layers.length === 0) return words.empty;
  const layers = view.layers.map(({ name, units }) => {
    const active = units.filter((unit) => unit.active).length;
    return words.layer(textOf(name, language), formatNumber(active), formatNumber(units.length));
  });
  const edges = edgesOf(view);
  const active = edges.filter((edge) => edge.active).length;
  return `${layers.join(', ')}. ${words.connections(formatNumber(active), formatNumber(edges.length))}`;
}

/** The connections that a network names, or those between all neighbours: active where both units are. */
export function edgesOf({ layers, edges }: Network): NonNullable<Network['edges']> {
  if (edges !== undefined) return edges;
  return layers.slice(1).flatMap(({ units }, i) =>
    units.flatMap((to, unit) =>
      layers[i].units.map((from, other) => ({
        from: [i, other] as const,
        to: [i + 1, unit] as const,
        active: from.active && to.active,
      })),
    ),
  );
}

/** A table is read cell by cell; its size is enough here. */
export function tableSummary({ rows, columns }: Table, language: Language): string {
  const words = wordsOf(language);
  return rows.length === 0 ? words.empty : words.tableSize(formatNumber(rows.length), formatNumber(columns.length));
}
