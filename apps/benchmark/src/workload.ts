/** Work that a contestant has prepared: loaded, set up, ready to be run any number of times. */
export interface Workload {
  /** One piece of work, done when this returns; with a promise where an engine has to be waited for each time. */
  readonly run: () => unknown;
  /** Waits until all that was run is finished, where engines work on their own; a training step's loss is read for that. */
  readonly wait?: () => unknown;
  /** What the last run computed: the loss before its update, the sum, or all elements. */
  readonly read: () => ArrayLike<number> | Promise<ArrayLike<number>>;
  /** More about the engine that may be told: its own count of bytes, say. */
  readonly facts?: () => Readonly<Record<string, number | string>>;
}
