import { afterEach, describe, expect, it, vi } from 'vitest';
import { breath, type Scheduler } from '../src/breath.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const { MessageChannel } = globalThis as unknown as Required<Scheduler>;

/** Takes a breath after 20 ms; returns whether a message that waited in the event loop arrived meanwhile. */
async function letsMessagesIn(): Promise<boolean> {
  vi.useFakeTimers({ toFake: ['Date'] });
  const breathe = breath();
  vi.advanceTimersByTime(20);
  let arrived = false;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    arrived = true;
    port1.close();
  };
  port2.postMessage(undefined);
  await breathe();
  return arrived;
}

describe('breath', () => {
  it('is due after 16 ms, and then not again for 16 ms', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const breathe = breath();
    vi.advanceTimersByTime(15);
    expect(breathe()).toBe(undefined);
    vi.advanceTimersByTime(1);
    const due = breathe();
    expect(due).toBeInstanceOf(Promise);
    await due;
    expect(breathe()).toBe(undefined);
  });

  it('lets others run, also where there is no setImmediate', async () => {
    vi.stubGlobal('setImmediate', undefined);
    expect(await letsMessagesIn()).toBe(true);
  });

  it('comes back where there are only timers, and where there is nothing', async () => {
    vi.stubGlobal('setImmediate', undefined);
    vi.useFakeTimers({ toFake: ['Date'] });
    for (const missing of ['MessageChannel', 'setTimeout']) {
      vi.stubGlobal(missing, undefined);
      const breathe = breath();
      vi.advanceTimersByTime(20);
      expect(await breathe()).toBe(undefined);
    }
  });
});
