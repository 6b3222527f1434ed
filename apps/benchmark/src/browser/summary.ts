import type { ItemSummary } from '../summary.ts';

/** What was measured in pages. */
export interface BrowserSummary {
  /** Whether the pages were cross-origin isolated: only there threads can share memory. */
  readonly isolated: boolean;
  readonly items: readonly ItemSummary[];
}
