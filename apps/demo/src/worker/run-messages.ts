/** How fast a run goes: as fast as it can, or with a rest between two moments, so that each can be looked at. */
export type Pace = 'full' | 'medium' | 'slow';

/** From the page to the worker. `run` counts up: whoever hears of an older one does not listen. */
export type Order =
  | {
      readonly type: 'start';
      readonly run: number;
      readonly job: string;
      readonly config: unknown;
      /** Whether it shows its first moment and waits. */
      readonly paused: boolean;
      readonly pace: Pace;
    }
  | { readonly type: 'pause'; readonly run: number }
  | { readonly type: 'resume'; readonly run: number }
  | { readonly type: 'step'; readonly run: number }
  | { readonly type: 'stop'; readonly run: number }
  | { readonly type: 'pace'; readonly run: number; readonly pace: Pace };

/** From the worker to the page. */
export type Notice<Frame> =
  /** Its code is there, and orders are heard. */
  | { readonly type: 'ready' }
  | { readonly type: 'frame'; readonly run: number; readonly frame: Frame }
  | { readonly type: 'done'; readonly run: number }
  /** It rests, and sends nothing more of that run. */
  | { readonly type: 'stopped'; readonly run: number }
  | { readonly type: 'error'; readonly run: number; readonly message: string };
