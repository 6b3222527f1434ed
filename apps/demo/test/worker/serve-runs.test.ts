import { expect, it } from 'vitest';
import type { Notice, Order } from '../../src/worker/run-messages.ts';
import { type Channel, type Job, serveRuns } from '../../src/worker/serve-runs.ts';

interface Moment {
  readonly index: number;
  readonly values: Float32Array;
}

const moment = (index: number): Moment => ({ index, values: Float32Array.of(index) });

/** A worker in this thread: what it posts, and a way to wait for it. */
function host(jobs: Readonly<Record<string, Job<unknown, Moment>>>) {
  const posted: Notice<Moment>[] = [];
  const waiting: (() => void)[] = [];
  const channel: Channel = {
    onmessage: null,
    postMessage(message, transfer) {
      posted.push(structuredClone(message, { transfer }) as Notice<Moment>);
      for (const wake of waiting.splice(0)) wake();
    },
  };
  serveRuns(channel, async (job) => {
    const found = jobs[job];
    if (found === undefined) throw new RangeError(`no job "${job}"`);
    return found;
  });
  return {
    posted,
    order: (data: Order) => channel.onmessage?.({ data } as MessageEvent<Order>),
    async until(condition: (notice: Notice<Moment>) => boolean): Promise<void> {
      while (!posted.some(condition)) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    indices: () => posted.flatMap((notice) => (notice.type === 'frame' ? [notice.frame.index] : [])),
  };
}

/** Enough turns of the event loop for anything that is under way to show itself. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

async function* count(to: number): AsyncGenerator<Moment, void, void> {
  for (let index = 0; index < to; index++) yield moment(index);
}

const start = (run: number, job: string, paused = false): Order => ({
  type: 'start',
  run,
  job,
  config: {},
  paused,
  pace: 'full',
});

it('sends at most thirty moments a second, the last one always', async () => {
  const { posted, order, until, indices } = host({ long: () => count(3000) });
  // No measurement: how many are allowed follows from how long it took, on a machine of any speed.
  const began = performance.now();
  order(start(1, 'long'));
  await until(({ type }) => type === 'done');
  const most = (performance.now() - began) / (1000 / 30) + 2;
  expect(indices()[0]).toBe(0);
  expect(indices().at(-1)).toBe(2999);
  expect(indices().length).toBeLessThanOrEqual(most);
  expect(posted[0]).toEqual({ type: 'ready' });
  expect(posted.at(-1)).toEqual({ type: 'done', run: 1 });
});

it('shows the first moment of a run that waits, then one for each step, then the rest', async () => {
  const { posted, order, until, indices } = host({ short: () => count(4) });
  order(start(1, 'short', true));
  await until(({ type }) => type === 'frame');
  await settle();
  expect(indices()).toEqual([0]);
  order({ type: 'step', run: 1 });
  await until((notice) => notice.type === 'frame' && notice.frame.index === 1);
  await settle();
  expect(indices()).toEqual([0, 1]);
  order({ type: 'resume', run: 1 });
  await until(({ type }) => type === 'done');
  expect(indices().at(-1)).toBe(3);
  expect(posted.filter(({ type }) => type === 'done').length).toBe(1);
});

it('sends nothing of a run after it has said that it stopped, and ends its generator', async () => {
  let ended = false;
  async function* endless(): AsyncGenerator<Moment, void, void> {
    try {
      for (let index = 0; ; index++) yield moment(index);
    } finally {
      ended = true;
    }
  }
  const { posted, order, until } = host({ endless });
  order(start(1, 'endless'));
  await until(({ type }) => type === 'frame');
  order({ type: 'stop', run: 1 });
  await until(({ type }) => type === 'stopped');
  await settle();
  expect(posted.at(-1)).toEqual({ type: 'stopped', run: 1 });
  expect(posted.filter(({ type }) => type === 'stopped').length).toBe(1);
  expect(ended).toBe(true);
});

it('says that it stopped only when what is being computed has ended', async () => {
  let release = (): void => {};
  async function* slow(): AsyncGenerator<Moment, void, void> {
    yield moment(0);
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    yield moment(1);
  }
  const { posted, order, until, indices } = host({ slow });
  order(start(1, 'slow'));
  await until(({ type }) => type === 'frame');
  await settle();
  order({ type: 'stop', run: 1 });
  await settle();
  expect(posted.some(({ type }) => type === 'stopped')).toBe(false);
  release();
  await until(({ type }) => type === 'stopped');
  expect(indices()).toEqual([0]);
});

it('ends a run when another starts', async () => {
  const { posted, order, until } = host({ endless: () => count(Number.POSITIVE_INFINITY), short: () => count(2) });
  order(start(1, 'endless'));
  await until(({ type }) => type === 'frame');
  order(start(2, 'short'));
  await until((notice) => notice.type === 'done' && notice.run === 2);
  await settle();
  const first = posted.findIndex((notice) => notice.type === 'frame' && notice.run === 2);
  expect(posted.slice(first).some((notice) => notice.type === 'frame' && notice.run === 1)).toBe(false);
});

it('passes errors on: of a run, of a job that is not there', async () => {
  async function* failing(): AsyncGenerator<Moment, void, void> {
    yield moment(0);
    throw new TypeError('no such shape');
  }
  const { posted, order, until } = host({ failing });
  order(start(1, 'failing'));
  await until(({ type }) => type === 'error');
  expect(posted.at(-1)).toEqual({ type: 'error', run: 1, message: 'TypeError: no such shape' });
  order(start(2, 'absent'));
  await until((notice) => notice.type === 'error' && notice.run === 2);
  expect(posted.at(-1)).toEqual({ type: 'error', run: 2, message: 'RangeError: no job "absent"' });
});

it('leaves arrays to the run: one may be yielded again and again', async () => {
  const values = Float32Array.of(1, 2, 3);
  async function* same(): AsyncGenerator<Moment, void, void> {
    for (let index = 0; index < 2; index++) yield { index, values: values.subarray(1) };
  }
  const { posted, order, until } = host({ same });
  order(start(1, 'same', true));
  await until(({ type }) => type === 'frame');
  order({ type: 'step', run: 1 });
  await until((notice) => notice.type === 'frame' && notice.frame.index === 1);
  const sent = posted.flatMap((notice) => (notice.type === 'frame' ? [notice.frame.values] : []));
  expect(sent.map((array) => [...array])).toEqual([
    [2, 3],
    [2, 3],
  ]);
  expect(sent[0]?.buffer.byteLength).toBe(8);
  expect(values.length).toBe(3);
});
