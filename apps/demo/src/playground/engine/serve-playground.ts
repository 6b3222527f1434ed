import type { PlaygroundFrame, PlaygroundNotice, PlaygroundOrder } from './messages.ts';
import { createTraining, type Training } from './training.ts';

/** The worker's own side of its channel: `self`, or a port in a test. */
export interface PlaygroundChannel {
  onmessage: ((event: MessageEvent<PlaygroundOrder>) => void) | null;
  postMessage(message: unknown, transfer: Transferable[]): void;
}

/** From one picture to the next, in milliseconds: a little less than a thirtieth of a second, so that 30 come about. */
const frameTime = 1000 / 33;
/** So long it trains before it listens again, in milliseconds. */
const stretch = 8;

interface Going {
  readonly run: number;
  paused: boolean;
  stepsPerFrame: number;
  /** Steps that were asked for one by one. */
  asked: number;
  stopped: boolean;
  /** Ends a rest at once. */
  wake: () => void;
}

/** Trains what a page orders, one run at a time, and shows it 30 times a second. */
export function servePlayground(channel: PlaygroundChannel): void {
  let going: Going | undefined;

  async function go(state: Going, recipe: Parameters<typeof createTraining>[0]): Promise<void> {
    const { run } = state;
    const training = await createTraining(recipe);
    try {
      if (state.stopped) return;
      post({ type: 'scene', scene: { run, ...training.scene } });
      await train(state, training);
    } finally {
      training.dispose();
    }
  }

  async function train(state: Going, training: Training): Promise<void> {
    const { run } = state;
    let shownAt = performance.now();
    let dueAt = shownAt;
    let shownStep = 0;
    let rate = 0;
    let shownState: PlaygroundFrame['state'] | undefined;
    const show = (word: PlaygroundFrame['state']): void => {
      const now = performance.now();
      if (now > shownAt && training.step > shownStep) {
        const present = (1000 * (training.step - shownStep)) / (now - shownAt);
        rate = rate === 0 || word === 'paused' ? present : 0.8 * rate + 0.2 * present;
      }
      [shownAt, shownStep, shownState] = [now, training.step, word];
      // Who is late does not hurry afterwards.
      dueAt = Math.max(dueAt + frameTime, now);
      post({ type: 'frame', frame: { ...training.look(), run, rate, state: word } });
    };
    show(state.paused ? 'paused' : 'running');
    while (!state.stopped) {
      await turn();
      if (state.stopped) return;
      if (training.isDone || (state.paused && state.asked === 0)) {
        const word = training.isDone ? 'done' : 'paused';
        if (shownState !== word) show(word);
        await new Promise<void>((resolve) => {
          state.wake = resolve;
        });
        // Time that nobody trained in does not count.
        shownAt = performance.now();
        continue;
      }
      const steps = state.asked > 0 ? state.asked : state.stepsPerFrame;
      if (steps > 0) training.advance({ steps });
      else training.advance({ milliseconds: Math.min(stretch, Math.max(1, dueAt - performance.now())) });
      const wasAsked = state.asked > 0;
      state.asked = 0;
      const wait = dueAt - performance.now();
      if (steps > 0 && !wasAsked && wait > 0) await rest(state, wait);
      if (steps > 0 || wait <= 0 || training.isDone) {
        show(training.isDone ? 'done' : state.paused ? 'paused' : 'running');
      }
    }
  }

  function post(notice: PlaygroundNotice): void {
    const buffers: ArrayBuffer[] = [];
    if (notice.type === 'frame') {
      const { values, units, kernels, curve } = notice.frame;
      for (const { buffer } of [values, ...units, ...kernels, curve.step, curve.train, curve.test]) {
        buffers.push(buffer as ArrayBuffer);
      }
    }
    channel.postMessage(notice, buffers);
  }

  channel.onmessage = ({ data: order }) => {
    if (order.type === 'start') {
      if (going !== undefined) end(going);
      const { run, paused, stepsPerFrame } = order;
      const state: Going = { run, paused, stepsPerFrame, asked: 0, stopped: false, wake: () => {} };
      going = state;
      go(state, order.recipe).catch((error: unknown) => {
        if (state.stopped) return;
        post({ type: 'error', run, message: error instanceof Error ? error.message : String(error) });
      });
      return;
    }
    if (going === undefined || going.run !== order.run) return;
    if (order.type === 'stop') end(going);
    else if (order.type === 'pause') going.paused = true;
    else if (order.type === 'resume') going.paused = false;
    else if (order.type === 'step') going.asked = order.steps;
    else going.stepsPerFrame = order.stepsPerFrame;
    going.wake();
  };

  function end(state: Going): void {
    state.stopped = true;
    state.wake();
  }
}

/** Waits so many milliseconds, or until something is ordered. */
function rest(state: Going, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    state.wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

/** Lets messages that have arrived be heard: a promise alone would not, a timer would wait for milliseconds. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
