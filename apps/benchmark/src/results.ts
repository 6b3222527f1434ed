import { cpus, totalmem } from 'node:os';
import type { BrowserSummary } from './browser/summary.ts';
import type { Comparison } from './compare.ts';
import type { ProbeCost } from './probe-cost.ts';
import type { ScalingSeries } from './scaling.ts';
import type { SizeRow } from './sizes.ts';
import type { ItemSummary } from './summary.ts';

/** All that a run found out, as plain data: what is written as JSON, and what every report shows. */
export interface Results {
  readonly machine: {
    readonly processor: string;
    readonly cores: number;
    readonly memoryBytes: number;
    readonly system: string;
  };
  readonly engine: string;
  /** What was asked for: `--quick --only a`. */
  readonly command: string;
  readonly date: string;
  /** The range between the quartiles of a fixed loop, relative to its median, and what to say about it. */
  readonly variation: number;
  readonly warning: string | undefined;
  /** The most memory that processes without any library held. */
  readonly emptyBytes: { readonly node: number; readonly python: number };
  readonly items: readonly ItemSummary[];
  readonly browser: readonly BrowserSummary[];
  readonly scaling: readonly ScalingSeries[];
  readonly sizes: readonly SizeRow[];
  readonly probes: readonly ProbeCost[];
  readonly comparison: Comparison | undefined;
}

/** The machine that measures. */
export function thisMachine(): Results['machine'] {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryBytes: totalmem(),
    system: `${process.platform} ${process.arch}`,
  };
}
