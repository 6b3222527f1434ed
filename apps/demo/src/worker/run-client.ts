import type { Notice, Order, Pace } from './run-messages.ts';

/** The page's side of a worker. */
export interface WorkerLike {
  onmessage: ((event: MessageEvent) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
  postMessage(message: unknown): void;
  terminate(): void;
}

export interface RunListener<Frame> {
  frame(frame: Frame): void;
  done(): void;
  error(message: string): void;
}

/** A run in a worker, seen from the page. */
export interface RunClient {
  /** Stops what runs, and starts when that rests. */
  start(job: string, config: unknown, options: { readonly paused: boolean; readonly pace: Pace }): void;
  pause(): void;
  resume(): void;
  /** One more moment of a run that waits. */
  step(): void;
  setPace(pace: Pace): void;
  /** No moment is heard of from now on. Resolves when the worker rests. */
  stop(): Promise<void>;
  /** Ends the worker. */
  dispose(): void;
}

/** A worker that does not rest by then, in milliseconds, is ended whatever it does; the next run gets a new one. */
const patience = 30;

/**
 * A client of `serveRuns`. Frames of runs that were stopped or replaced are not passed on, even where they are already on their
 * way.
 */
export function createRunClient<Frame>(makeWorker: () => WorkerLike, listener: RunListener<Frame>): RunClient {
  let worker: WorkerLike | undefined;
  let ready = false;
  let run = 0;
  /** Whether the run of that number goes on, as far as the page is concerned. */
  let going = false;
  /** A run that begins when the one before it rests. */
  let next: { paused: boolean; pace: Pace } | undefined;
  let stopping: { readonly run: number; readonly rests: Promise<void>; readonly end: () => void } | undefined;

  function discard(): void {
    worker?.terminate();
    worker = undefined;
    ready = false;
    stopping?.end();
  }

  function fail(message: string): void {
    discard();
    if (!going) return;
    going = false;
    listener.error(message);
  }

  function hear(notice: Notice<Frame>): void {
    if (notice.type === 'ready') {
      ready = true;
    } else if (notice.type === 'stopped') {
      if (stopping?.run === notice.run) stopping.end();
    } else if (going && notice.run === run) {
      going = notice.type === 'frame';
      if (notice.type === 'frame') listener.frame(notice.frame);
      else if (notice.type === 'done') listener.done();
      else listener.error(notice.message);
    }
  }

  function present(): WorkerLike {
    if (worker !== undefined) return worker;
    const fresh = makeWorker();
    fresh.onmessage = (event) => hear(event.data as Notice<Frame>);
    fresh.onerror = (event) => {
      event.preventDefault();
      fail(event.message || 'The worker could not be started.');
    };
    fresh.onmessageerror = () => fail('A message of the worker could not be read.');
    worker = fresh;
    return fresh;
  }

  const order = (message: Order): void => present().postMessage(message);

  function stop(): Promise<void> {
    if (!going) return stopping?.rests ?? Promise.resolve();
    going = false;
    if (next !== undefined) {
      next = undefined;
      return stopping?.rests ?? Promise.resolve();
    }
    // Before its code is there a worker does nothing; it will hear of the stop as soon as of the start.
    if (!ready) {
      order({ type: 'stop', run });
      return Promise.resolve();
    }
    const asked = performance.now();
    let end = (): void => {};
    const rests = new Promise<void>((resolve) => {
      const timer = setTimeout(discard, patience);
      end = () => {
        clearTimeout(timer);
        stopping = undefined;
        performance.measure('stop', { start: asked, end: performance.now() });
        resolve();
      };
    });
    stopping = { run, rests, end };
    order({ type: 'stop', run });
    return rests;
  }

  return {
    start(job, config, { paused, pace }) {
      const rests = stop();
      const started = ++run;
      const options = { paused, pace };
      going = true;
      next = options;
      const begin = (): void => {
        if (next !== options) return;
        next = undefined;
        order({ type: 'start', run: started, job, config, ...options });
      };
      if (stopping === undefined) begin();
      else rests.then(begin);
    },
    pause() {
      if (next !== undefined) next.paused = true;
      else if (going) order({ type: 'pause', run });
    },
    resume() {
      if (next !== undefined) next.paused = false;
      else if (going) order({ type: 'resume', run });
    },
    step() {
      if (going && next === undefined) order({ type: 'step', run });
    },
    setPace(pace) {
      if (next !== undefined) next.pace = pace;
      else if (going) order({ type: 'pace', run, pace });
    },
    stop,
    dispose() {
      going = false;
      next = undefined;
      discard();
    },
  };
}
