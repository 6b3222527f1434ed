import { expect, it } from 'vitest';
import { createRunClient, type WorkerLike } from '../../src/worker/run-client.ts';
import type { Notice, Order } from '../../src/worker/run-messages.ts';

/** Workers that do nothing by themselves: what they were told, and what they are made to say. */
function bench() {
  const workers: (WorkerLike & { readonly orders: Order[]; ended: boolean; say(notice: Notice<string>): void })[] = [];
  const heard: string[] = [];
  const client = createRunClient<string>(
    () => {
      const worker = {
        onmessage: null as WorkerLike['onmessage'],
        onerror: null as WorkerLike['onerror'],
        onmessageerror: null as WorkerLike['onmessageerror'],
        orders: [] as Order[],
        ended: false,
        postMessage: (order: unknown) => void worker.orders.push(order as Order),
        terminate: () => {
          worker.ended = true;
        },
        say: (data: Notice<string>) => worker.onmessage?.({ data } as MessageEvent),
      };
      workers.push(worker);
      return worker;
    },
    {
      frame: (frame) => heard.push(frame),
      done: () => heard.push('done'),
      error: (message) => heard.push(`error ${message}`),
    },
  );
  return { client, workers, heard };
}

const going = { paused: false, pace: 'full' } as const;
const types = (orders: readonly Order[] | undefined): string[] =>
  (orders ?? []).map(({ type, run }) => `${type} ${run}`);

it('hears frames of the present run only', async () => {
  const { client, workers, heard } = bench();
  client.start('a', {}, going);
  workers[0]?.say({ type: 'ready' });
  workers[0]?.say({ type: 'frame', run: 1, frame: 'first' });
  const rests = client.stop();
  workers[0]?.say({ type: 'frame', run: 1, frame: 'late' });
  workers[0]?.say({ type: 'stopped', run: 1 });
  await rests;
  client.start('a', {}, going);
  workers[0]?.say({ type: 'frame', run: 1, frame: 'stale' });
  workers[0]?.say({ type: 'frame', run: 2, frame: 'second' });
  workers[0]?.say({ type: 'done', run: 2 });
  expect(heard).toEqual(['first', 'second', 'done']);
  expect(types(workers[0]?.orders)).toEqual(['start 1', 'stop 1', 'start 2']);
  expect(workers.length).toBe(1);
});

it('ends a worker that does not rest, and starts the next run in a new one', async () => {
  const { client, workers, heard } = bench();
  client.start('a', {}, going);
  workers[0]?.say({ type: 'ready' });
  client.start('b', {}, going);
  // Until the first worker rests, the second run waits.
  expect(types(workers[0]?.orders)).toEqual(['start 1', 'stop 1']);
  await client.stop();
  client.start('c', {}, going);
  expect(workers[0]?.ended).toBe(true);
  expect(types(workers[1]?.orders)).toEqual(['start 3']);
  workers[1]?.say({ type: 'frame', run: 3, frame: 'c' });
  expect(heard).toEqual(['c']);
});

it('gives a run that waits for its worker what was ordered meanwhile', async () => {
  const { client, workers } = bench();
  client.start('a', {}, going);
  workers[0]?.say({ type: 'ready' });
  client.start('b', { seed: 2 }, going);
  client.pause();
  client.setPace('slow');
  workers[0]?.say({ type: 'stopped', run: 1 });
  await Promise.resolve();
  expect(workers[0]?.orders.at(-1)).toEqual({
    type: 'start',
    run: 2,
    job: 'b',
    config: { seed: 2 },
    paused: true,
    pace: 'slow',
  });
});

it('leaves a worker alone whose code is not there yet', async () => {
  const { client, workers } = bench();
  client.start('a', {}, going);
  await client.stop();
  client.start('b', {}, going);
  expect(workers.length).toBe(1);
  expect(types(workers[0]?.orders)).toEqual(['start 1', 'stop 1', 'start 2']);
});

it('passes errors on, and has a new worker afterwards where the old one broke', () => {
  const { client, workers, heard } = bench();
  client.start('a', {}, going);
  workers[0]?.say({ type: 'error', run: 1, message: 'RangeError: too many' });
  client.start('a', {}, going);
  workers[0]?.onerror?.({ message: 'out of memory', preventDefault() {} } as ErrorEvent);
  client.start('a', {}, going);
  expect(heard).toEqual(['error RangeError: too many', 'error out of memory']);
  expect(workers.length).toBe(2);
  expect(workers[0]?.ended).toBe(true);
  client.dispose();
  expect(workers[1]?.ended).toBe(true);
});
