import { disagreement } from './agreement.ts';
import type { Contestant } from './contestants.ts';
import type { Item } from './items.ts';
import type { Report } from './measure-workload.ts';
import type { Series } from './rounds.ts';
import { median, type Spread, spreadOf } from './statistics.ts';
import { operationsOf } from './work.ts';

/** One contestant's line in the table of an item. */
export interface Row {
  readonly contestant: Contestant;
  /** Milliseconds of one piece of work: of each round the median of its repetitions, over rounds. */
  readonly time?: Spread;
  /** Its time, divided by that of the first contestant in the same round; absent where nothing may be claimed. */
  readonly ratio?: Spread;
  /** 10⁹ floating-point operations a second in products and convolutions. */
  readonly speed?: number;
  /** Milliseconds of the first run in a process. */
  readonly first?: number;
  /** Runs after which five in a row were, in their median, within a fifth of the time. */
  readonly steadyAfter?: number;
  /** The most memory that its process held, over all rounds. */
  readonly peakBytes?: number;
  readonly facts?: Report['facts'];
  readonly engine?: string;
  /** Why something is missing. */
  readonly note?: string;
}

export interface ItemSummary {
  readonly item: Item;
  readonly rows: readonly Row[];
}

const isReport = (outcome: Series['outcomes'][number]): outcome is Report =>
  outcome !== undefined && !('failure' in outcome);

/** How many of the first runs were slower than the later ones; infinite if all were, unknown if they were few. */
function steadyAfter({ early, times }: Report): number {
  if (early.length < 10) return Number.NaN;
  const enough = 1.2 * median(times);
  const found = early.findIndex((_, i) => i + 5 <= early.length && median(early.slice(i, i + 5)) <= enough);
  return found < 0 ? Number.POSITIVE_INFINITY : found;
}

/**
 * Medians, spreads and ratios. Everybody is compared with gradkit on one thread in the same engine; if it takes no part,
 * with the first one.
 */
export function summarise(item: Item, series: readonly Series[]): ItemSummary {
  const timeOf = (outcome: Series['outcomes'][number]): number =>
    isReport(outcome) ? median(outcome.times) : Number.NaN;
  const baseOf = ({ node }: Contestant): Series | undefined =>
    series.find(({ contestant }) => contestant.reference && contestant.node === node) ??
    series.find(({ contestant }) => contestant.reference) ??
    series[0];
  const operations = operationsOf(item.work);

  const rowOf = ({ contestant, outcomes }: Series): Row => {
    const base = baseOf(contestant);
    const baseReport = base?.outcomes.find(isReport);
    const failed = outcomes.find((outcome) => outcome !== undefined && 'failure' in outcome);
    const reports = outcomes.filter(isReport);
    const [report] = reports;
    if (!report) return { contestant, note: failed && 'failure' in failed ? failed.failure : 'not run' };
    const time = spreadOf(reports.map(timeOf));
    const done = (report.facts['operations'] as number | undefined) ?? operations;
    const row: Row = {
      contestant,
      time,
      engine: report.engine,
      facts: report.facts,
      ...(!item.cold && {
        first: median(reports.map(({ early }) => early[0] ?? Number.NaN)),
        steadyAfter: median(reports.map(steadyAfter)),
      }),
      ...(report.peakBytes !== undefined && { peakBytes: Math.max(...reports.map((one) => one.peakBytes ?? 0)) }),
      ...(done > 0 && !item.cold && { speed: done / time.median / 1e6 }),
    };
    if (contestant.differs !== undefined) return { ...row, note: contestant.differs };
    if (!baseReport) return { ...row, note: 'nothing to compare with' };
    const scale = operations > 0 ? operations / done : 1;
    if (!contestant.limit && !item.cold) {
      const note = disagreement(item, baseReport.values, report.values, contestant);
      if (note !== undefined) return { ...row, note };
    }
    const ratios = outcomes
      .map((outcome, round) => (scale * timeOf(outcome)) / timeOf(base?.outcomes[round]))
      .filter((ratio) => !Number.isNaN(ratio));
    return { ...row, ratio: spreadOf(ratios) };
  };
  return { item, rows: series.map(rowOf) };
}
