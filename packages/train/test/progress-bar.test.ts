import { dense, sequential } from '@gradkit/layers';
import { meanSquaredError } from '@gradkit/losses';
import { sgd } from '@gradkit/optimizers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fit, type ProgressBarOptions, progressBar, type TrainingContext } from '../src/index.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Shows one epoch of four steps, each of which takes `milliseconds`. */
async function show(options: ProgressBarOptions, milliseconds = 500): Promise<string[]> {
  const written: string[] = [];
  const bar = progressBar({ write: (text) => written.push(text), ...options });
  const context = { epoch: 2, epochs: 40, steps: 4 };
  const at = (step: number, logs: object) => ({ ...context, step, logs }) as TrainingContext;
  await bar.onEpochBegin?.(at(0, {}));
  for (const step of [1, 2, 3, 4]) {
    vi.advanceTimersByTime(milliseconds);
    await bar.onBatchEnd?.(at(step, { loss: 1 / step }));
  }
  await bar.onEpochEnd?.(at(4, { loss: 0.25, valLoss: 0.00001 }));
  return written;
}

describe('progressBar', () => {
  it('counts steps where nobody knows how many there are', async () => {
    const written: string[] = [];
    const bar = progressBar({ write: (text) => written.push(text), terminal: true });
    const context = { epoch: 0, epochs: 2, steps: undefined, step: 7, logs: { loss: 1 } } as unknown as TrainingContext;
    await bar.onTrainBegin?.(context);
    vi.advanceTimersByTime(500);
    await bar.onBatchEnd?.(context);
    expect(written).toEqual(['\rEpoch 1/2 7 steps  loss 1.0000']);
  });

  it('in a terminal rewrites one line through the epoch', async () => {
    const [begin, first, second, third, fourth, end, newline, ...rest] = await show({ terminal: true });
    expect(begin).toBe('\rEpoch  3/40 [>                   ] 0/4');
    expect(first?.trimEnd()).toBe('\rEpoch  3/40 [=====>              ] 1/4  1.5 s left  loss 1.0000');
    expect(second?.trimEnd()).toBe('\rEpoch  3/40 [==========>         ] 2/4  1.0 s left  loss 0.5000');
    expect(third?.trimEnd()).toBe('\rEpoch  3/40 [===============>    ] 3/4  500 ms left  loss 0.3333');
    expect(fourth?.trimEnd()).toBe('\rEpoch  3/40 [====================] 4/4  0 ms left  loss 0.2500');
    expect(end?.trimEnd()).toBe('\rEpoch  3/40  loss 0.2500  valLoss 1.000e-5  2.0 s');
    expect(newline).toBe('\n');
    expect(rest).toEqual([]);
  });

  it('leaves nothing of a longer line behind', async () => {
    const written = await show({ terminal: true });
    // Each text overwrites the one before: together they are as wide as the widest so far.
    let screen = '';
    for (const text of written.slice(0, -1)) {
      const line = text.slice(1);
      screen = line + screen.slice(line.length);
    }
    expect(screen.trimEnd()).toBe('Epoch  3/40  loss 0.2500  valLoss 1.000e-5  2.0 s');
  });

  it('rewrites at most ten times a second', async () => {
    // Four steps of 40 ms: only the third is 100 ms after the line was drawn.
    const written = await show({ terminal: true }, 40);
    expect(written.map((text) => /\] (\d)/.exec(text)?.[1])).toEqual(['0', '3', undefined, undefined]);
  });

  it('never reaches the end of the terminal’s line', async () => {
    const written = await show({ terminal: true, columns: 30 });
    for (const text of written.slice(0, 5)) expect(text.trimEnd().length).toBeLessThanOrEqual(30);
  });

  it('without a terminal writes one line at the end of the epoch', async () => {
    expect(await show({})).toEqual(['Epoch  3/40  loss 0.2500  valLoss 1.000e-5  2.0 s\n']);
  });

  it('tells minutes from seconds', async () => {
    expect((await show({}, 3_000))[0]).toContain('  12 s\n');
    expect((await show({}, 50_000))[0]).toContain('  3 min 20 s\n');
  });

  it('writes to the standard output, or nowhere if there is none', async () => {
    const write = vi.fn();
    const run = async () => {
      await fit(
        sequential([dense({ units: 1 })]),
        { x: [[0]], y: [[0]] },
        {
          optimizer: sgd(),
          loss: meanSquaredError(),
          callbacks: [progressBar()],
        },
      );
    };
    vi.stubGlobal('process', { stdout: { write } });
    await run();
    expect(write.mock.calls).toEqual([['Epoch 1/1  loss 0.0000  0 ms\n']]);
    vi.stubGlobal('process', undefined);
    await run();
    expect(write.mock.calls.length).toBe(1);
  });

  it('rejects unknown options', () => {
    expect(() => progressBar({ width: 3 } as never)).toThrow('unknown option "width"');
  });
});
