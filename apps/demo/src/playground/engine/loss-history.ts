/** Losses along a run, at most so many: when it is full, every second is forgotten, and only every second is noted. */
export interface LossHistory {
  /** Whether the next call of `add` at this count would be noted. */
  isDue(count: number): boolean;
  add(count: number, values: readonly number[]): void;
  /** What was noted: one list for the counts and one for each value. */
  readonly lists: readonly (readonly number[])[];
}

export function lossHistory(values: number, most = 512): LossHistory {
  let lists: number[][] = Array.from({ length: values + 1 }, () => []);
  let stride = 1;
  return {
    get lists() {
      return lists;
    },
    isDue: (count) => count % stride === 0,
    add(count, row) {
      if (count % stride !== 0) return;
      [count, ...row].forEach((value, i) => {
        lists[i].push(value);
      });
      if (lists[0].length < most) return;
      stride *= 2;
      const counts = lists[0];
      lists = lists.map((list) => list.filter((_, i) => counts[i] % stride === 0));
    },
  };
}
