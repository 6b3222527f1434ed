import { expect, it } from 'vitest';
import { exampleOf } from '../../src/digits/drawing/examples.ts';
import { imageOf } from '../../src/digits/drawing/rasterize.ts';
import type { DigitNotice, DigitOrder } from '../../src/digits/engine/messages.ts';
import { type DigitChannel, serveDigits } from '../../src/digits/engine/serve-digits.ts';

function served() {
  const heard: DigitNotice[] = [];
  let check = (): void => {};
  const channel: DigitChannel = {
    onmessage: null,
    postMessage(message) {
      heard.push(message as DigitNotice);
      check();
    },
  };
  serveDigits(channel);
  return {
    heard,
    order: (order: DigitOrder) => channel.onmessage?.({ data: order } as MessageEvent<DigitOrder>),
    until: (want: () => boolean) =>
      new Promise<void>((resolve) => {
        check = () => {
          if (want()) resolve();
        };
        check();
      }),
  };
}

it('answers after every epoch and at once, and tells how training goes', async () => {
  const { heard, order, until } = served();
  order({ type: 'ask', image: imageOf(exampleOf(0)) });
  order({ type: 'train', run: 1, settings: { units: 8, seed: 1 }, epochs: 2 });
  const isDone = (notice: DigitNotice): boolean => notice.type === 'progress' && notice.isDone;
  await until(() => heard.some(isDone) && heard.at(-1)?.type === 'answer');
  expect(heard.map(({ type }) => type)).toEqual(['progress', 'answer', 'progress', 'answer', 'progress', 'answer']);
  order({ type: 'ask', image: imageOf(exampleOf(1)) });
  await until(() => heard.length === 7);
  expect(heard[6]).toMatchObject({ type: 'answer', run: 1, answer: { nearest: [{ label: 1 }, {}, {}, {}, {}] } });
});

it('gives up a network for the next', async () => {
  const { heard, order, until } = served();
  order({ type: 'train', run: 1, settings: { units: 4, seed: 1 }, epochs: 1000 });
  order({ type: 'train', run: 2, settings: { units: 4, seed: 2 }, epochs: 1 });
  await until(() => heard.some((notice) => notice.type === 'progress' && notice.run === 2 && notice.isDone));
  expect(heard.filter(({ run }) => run === 1).length).toBeLessThanOrEqual(1);
});

it('says what went wrong', async () => {
  const { heard, order, until } = served();
  order({ type: 'train', run: 1, settings: { units: 0, seed: 1 }, epochs: 1 });
  await until(() => heard.length > 0);
  expect(heard[0]).toMatchObject({ type: 'error', run: 1, message: expect.stringContaining('units') });
});
