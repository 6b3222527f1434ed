import { expect, it } from 'vitest';
import type { PlaygroundNotice, PlaygroundOrder } from '../../src/playground/engine/messages.ts';
import { type PlaygroundChannel, servePlayground } from '../../src/playground/engine/serve-playground.ts';
import { firstRecipe } from '../../src/playground/recipe-address.ts';

/** A worker without a thread: what it says is kept, and can be waited for. */
function served() {
  const heard: PlaygroundNotice[] = [];
  const waiting: {
    readonly want: (notice: PlaygroundNotice) => boolean;
    readonly found: (n: PlaygroundNotice) => void;
  }[] = [];
  const channel: PlaygroundChannel = {
    onmessage: null,
    postMessage(message) {
      const notice = message as PlaygroundNotice;
      heard.push(notice);
      for (const { want, found } of waiting.splice(0)) {
        if (want(notice)) found(notice);
        else waiting.push({ want, found });
      }
    },
  };
  servePlayground(channel);
  return {
    heard,
    order: (order: PlaygroundOrder) => channel.onmessage?.({ data: order } as MessageEvent<PlaygroundOrder>),
    until: (want: (notice: PlaygroundNotice) => boolean) =>
      new Promise<PlaygroundNotice>((found) => void waiting.push({ want, found })),
  };
}

const recipe = { ...firstRecipe, samples: 40, hidden: '4' };
const isFrame = (run: number, step: number) => (notice: PlaygroundNotice) =>
  notice.type === 'frame' && notice.frame.run === run && notice.frame.step >= step;

it('shows a run that waits, makes one step, and waits again', async () => {
  const { heard, order, until } = served();
  const first = until(isFrame(1, 0));
  order({ type: 'start', run: 1, recipe, paused: true, stepsPerFrame: 10 });
  expect(await first).toMatchObject({ frame: { step: 0, state: 'paused' } });
  expect(heard[0]).toMatchObject({ type: 'scene', scene: { run: 1, hidden: [4] } });
  const second = until(isFrame(1, 1));
  order({ type: 'step', run: 1, steps: 1 });
  expect(await second).toMatchObject({ frame: { step: 1, state: 'paused' } });
  expect(heard.length).toBe(3);
  order({ type: 'stop', run: 1 });
});

it('runs until it is paused', async () => {
  const { order, until } = served();
  const running = until(isFrame(1, 30));
  order({ type: 'start', run: 1, recipe, paused: false, stepsPerFrame: 10 });
  expect(await running).toMatchObject({ frame: { step: 30, state: 'running' } });
  const paused = until((notice) => notice.type === 'frame' && notice.frame.state === 'paused');
  order({ type: 'pause', run: 1 });
  const { frame } = (await paused) as Extract<PlaygroundNotice, { type: 'frame' }>;
  const asked = until(isFrame(1, frame.step + 5));
  order({ type: 'step', run: 1, steps: 5 });
  expect(await asked).toMatchObject({ frame: { state: 'paused', step: frame.step + 5 } });
  order({ type: 'stop', run: 1 });
});

it('hears no orders of runs that were replaced, and sends nothing more of them', async () => {
  const { heard, order, until } = served();
  const second = until(isFrame(2, 0));
  order({ type: 'start', run: 1, recipe, paused: true, stepsPerFrame: 10 });
  order({ type: 'start', run: 2, recipe, paused: true, stepsPerFrame: 10 });
  order({ type: 'step', run: 1, steps: 1 });
  await second;
  expect(heard.some((notice) => notice.type === 'frame' && notice.frame.run === 1)).toBe(false);
  order({ type: 'stop', run: 2 });
});

it('says what went wrong', async () => {
  const { order, until } = served();
  const failed = until((notice) => notice.type === 'error');
  order({ type: 'start', run: 1, recipe: { ...recipe, hidden: '0' }, paused: true, stepsPerFrame: 1 });
  expect(await failed).toMatchObject({ run: 1, message: expect.stringContaining('hidden') });
});
