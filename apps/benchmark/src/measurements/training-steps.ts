import { interleave } from '../measure.ts';
import { digitClassifier, kernelsOf, type Trainer, tinyNetwork } from '../networks.ts';
import { median } from '../statistics.ts';

export interface StepRow {
  readonly name: string;
  readonly kernels: number;
  /** Milliseconds, median of rounds. */
  readonly time: number;
}

/** Training steps, called in a loop; with `.item()` where the loss is read each time. */
export function measureSteps(): StepRow[] {
  const loop =
    ({ step, x, y }: Trainer) =>
    (count: number) => {
      for (let i = 0; i < count; i++) step(x, y);
    };
  const reading =
    ({ step, x, y }: Trainer) =>
    (count: number) => {
      for (let i = 0; i < count; i++) step(x, y).item();
    };
  const tiny = tinyNetwork();
  const entries = [
    { name: '2-8-8-1 tanh, batch 16', trainer: tiny, run: loop(tiny) },
    { name: '2-8-8-1 tanh, batch 16, loss read', trainer: tiny, run: reading(tiny) },
    ...[32, 128, 512].map((batch) => {
      const trainer = digitClassifier(batch);
      return { name: `784-256-128-10 ReLU, batch ${batch}`, trainer, run: loop(trainer) };
    }),
  ];
  return interleave(entries).map(({ name, rounds }, i) => ({
    name,
    kernels: kernelsOf((entries[i] as (typeof entries)[number]).trainer),
    time: median(rounds),
  }));
}
