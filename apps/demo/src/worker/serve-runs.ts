import { movable } from './movable.ts';
import type { Notice, Order, Pace } from './run-messages.ts';

/** What goes on while somebody asks for the next moment. */
export type Job<Config, Frame> = (config: Config) => AsyncGenerator<Frame, void, void>;

/** The worker's own side of its channel: `self`, or a port in a test. */
export interface Channel {
  onmessage: ((event: MessageEvent<Order>) => void) | null;
  postMessage(message: unknown, transfer: Transferable[]): void;
}

/** Milliseconds between two moments. */
const rests: Readonly<Record<Pace, number>> = { full: 0, medium: 100, slow: 500 };

/** At most 30 moments a second are sent: a page draws no more. */
const leastBetweenFrames = 1000 / 30;

interface Going {
  readonly run: number;
  pace: Pace;
  paused: boolean;
  /** Moments that were asked for one by one. */
  steps: number;
  stopped: boolean;
  /** Whether it has been asked for a moment and has not answered. */
  busy: boolean;
  /** Ends a rest or a pause at once. */
  wake: () => void;
}

/** Lets messages that have arrived be heard: a promise alone would not, a timer would wait for milliseconds. */
function createTurns(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port2.postMessage(undefined);
    });
}

/**
 * Runs what a page orders, one run at a time: a new one ends the one before. Of the moments between two that are sent the last
 * one counts, and the very last is always sent.
 */
export function serveRuns<Config, Frame>(channel: Channel, load: (job: string) => Promise<Job<Config, Frame>>): void {
  const turn = createTurns();
  let going: Going | undefined;
  const post = (notice: Notice<Frame>, buffers: Transferable[] = []): void => channel.postMessage(notice, buffers);

  async function go(state: Going, job: string, config: Config): Promise<void> {
    const { run } = state;
    let pending: Frame | undefined;
    let sentAt = Number.NEGATIVE_INFINITY;
    const send = (): void => {
      if (pending === undefined) return;
      const { value, buffers } = movable(pending);
      pending = undefined;
      sentAt = performance.now();
      post({ type: 'frame', run, frame: value }, buffers);
    };
    const rest = (milliseconds?: number): Promise<void> =>
      new Promise((resolve) => {
        const timer = milliseconds === undefined ? undefined : setTimeout(resolve, milliseconds);
        state.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });

    const start = await load(job);
    const moments = start(config);
    try {
      for (let first = true; ; first = false) {
        await turn();
        // The first moment is shown even where the run waits: a page without a picture says nothing.
        while (!first && state.paused && state.steps === 0 && !state.stopped) {
          send();
          await rest();
        }
        if (state.stopped) return;
        if (state.steps > 0) state.steps--;
        state.busy = true;
        const next = await moments.next();
        if (state.stopped) return;
        state.busy = false;
        if (next.done) break;
        pending = next.value;
        if (performance.now() - sentAt >= leastBetweenFrames) send();
        if (!state.paused && rests[state.pace] > 0) {
          send();
          await rest(rests[state.pace]);
        }
      }
    } finally {
      await moments.return();
      if (state.stopped && state.busy) post({ type: 'stopped', run });
    }
    send();
    post({ type: 'done', run });
  }

  /** Whoever is busy says itself that it has stopped; all others rest already. */
  function stop(state: Going): void {
    state.stopped = true;
    state.wake();
    if (!state.busy) post({ type: 'stopped', run: state.run });
  }

  channel.onmessage = ({ data: order }) => {
    if (order.type === 'start') {
      if (going !== undefined) stop(going);
      const { run, pace, paused } = order;
      const state: Going = { run, pace, paused, steps: 0, stopped: false, busy: false, wake: () => {} };
      going = state;
      go(state, order.job, order.config as Config).catch((error: unknown) => {
        if (state.stopped) return;
        const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
        post({ type: 'error', run, message });
      });
      return;
    }
    if (going === undefined || going.run !== order.run) {
      // It has ended by itself, or another has begun.
      if (order.type === 'stop') post({ type: 'stopped', run: order.run });
      return;
    }
    if (order.type === 'stop') {
      stop(going);
      going = undefined;
      return;
    }
    if (order.type === 'pause') going.paused = true;
    else if (order.type === 'resume') going.paused = false;
    else if (order.type === 'step') going.steps++;
    else going.pace = order.pace;
    going.wake();
  };
  post({ type: 'ready' });
}
