import { disagreement } from './agreement.ts';
import type { Item } from './items.ts';
import type { Series } from './rounds.ts';
import { median, medianInterval, type Spread, spreadOf } from './statistics.ts';

/** Two builds of gradkit, measured in pairs. */
export interface Comparison {
  readonly base: string;
  readonly rows: readonly ComparisonRow[];
}

export interface ComparisonRow {
  readonly item: Item;
  readonly base?: Spread;
  readonly present?: Spread;
  /** Present time divided by that of the base, paired by rounds: the median, with its interval of 95 % confidence. */
  readonly ratio?: Spread;
  readonly verdict: string;
}

/** What an interval says. */
export function verdictOf({ lower, upper }: Spread): string {
  if (upper < 1) return 'faster';
  return lower > 1 ? 'slower' : 'no difference shown';
}

/** The rows of a comparison; for each item a series of the present build and one of the base. */
export function compareSeries(item: Item, present: Series, base: Series): ComparisonRow {
  const pairs = present.outcomes.flatMap((ours, round) => {
    const theirs = base.outcomes[round];
    if (!ours || !theirs || 'failure' in ours || 'failure' in theirs) return [];
    return [{ ours, theirs, now: median(ours.times), before: median(theirs.times) }];
  });
  const [first] = pairs;
  if (!first) {
    const failed = [...present.outcomes, ...base.outcomes].find((one) => one !== undefined && 'failure' in one);
    return { item, verdict: failed && 'failure' in failed ? failed.failure : 'not run' };
  }
  const ratio = medianInterval(pairs.map(({ now, before }) => now / before));
  const different = item.cold ? undefined : disagreement(item, first.theirs.values, first.ours.values);
  return {
    item,
    base: spreadOf(pairs.map(({ before }) => before)),
    present: spreadOf(pairs.map(({ now }) => now)),
    ratio,
    verdict: different ?? verdictOf(ratio),
  };
}
