/** Runs that are timed with one thread and with all, in turns. */
const pairs = 4;
/** The first two runs make the engine compile, here and in the workers. */
const warmUp = 2;
/**
 * Runs until both are timed again: a machine may be busier then than now, or two threads may have shared a processor. Soon at
 * first, since the first choice was made while the engine still compiled, then more and more rarely.
 */
const [firstPeriod, longestPeriod] = [64, 1024];

/** What was found out about a program; times in milliseconds, the shortest. */
export interface Timing {
  readonly one: number;
  readonly all: number;
}

/** Finds out with how many threads a program is faster, by running it with one and with all in turns. */
export class Choice {
  /** Undefined until the first time everything has been timed. */
  timing: Timing | undefined;
  private runs = 0;
  private one = Infinity;
  private all = Infinity;
  private period = firstPeriod;

  /** Whether the next run takes all threads. */
  get next(): boolean {
    return this.isTiming() ? this.runs % 2 === 1 : this.isFaster();
  }

  /** Whether it is worth looking at the clock. */
  isTiming(): boolean {
    return this.runs < warmUp + 2 * pairs;
  }

  isFaster(): boolean {
    return this.timing === undefined || this.timing.all < this.timing.one;
  }

  /** A run took so many milliseconds with one thread, or with all. */
  record(tookAll: boolean, milliseconds: number): void {
    if (this.isTiming() && this.runs >= warmUp) {
      if (tookAll) this.all = Math.min(this.all, milliseconds);
      else this.one = Math.min(this.one, milliseconds);
    }
    this.runs++;
    if (this.isTiming()) return;
    if (this.runs === warmUp + 2 * pairs) {
      this.timing = { one: this.one, all: this.all };
      this.one = this.all = Infinity;
    } else if (this.runs >= this.period) {
      this.runs = warmUp;
      this.period = Math.min(longestPeriod, 2 * this.period);
    }
  }
}
