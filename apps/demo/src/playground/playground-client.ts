import type { Recipe } from 'experiments/recipe';
import type { PlaygroundFrame, PlaygroundNotice, PlaygroundOrder, Scene } from './engine/messages.ts';

/** What the page hears of a run. */
export interface PlaygroundListener {
  scene(scene: Scene): void;
  frame(frame: PlaygroundFrame): void;
  error(message: string): void;
}

/** The worker as the page sees it: of runs that were replaced nothing is heard. */
export interface PlaygroundClient {
  start(recipe: Recipe, options: { readonly paused: boolean; readonly stepsPerFrame: number }): void;
  pause(): void;
  resume(): void;
  step(steps: number): void;
  setSpeed(stepsPerFrame: number): void;
  dispose(): void;
}

export function createPlaygroundClient(listener: PlaygroundListener): PlaygroundClient {
  const worker = new Worker(new URL('./engine/playground-worker.ts', import.meta.url), { type: 'module' });
  let run = 0;
  worker.onmessage = ({ data: notice }: MessageEvent<PlaygroundNotice>) => {
    if (notice.type === 'scene' && notice.scene.run === run) listener.scene(notice.scene);
    if (notice.type === 'frame' && notice.frame.run === run) listener.frame(notice.frame);
    if (notice.type === 'error' && notice.run === run) listener.error(notice.message);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    listener.error(event.message || 'The worker could not be started.');
  };
  const order = (message: PlaygroundOrder): void => worker.postMessage(message);
  return {
    start: (recipe, options) => order({ type: 'start', run: ++run, recipe, ...options }),
    pause: () => order({ type: 'pause', run }),
    resume: () => order({ type: 'resume', run }),
    step: (steps) => order({ type: 'step', run, steps }),
    setSpeed: (stepsPerFrame) => order({ type: 'speed', run, stepsPerFrame }),
    dispose() {
      run++;
      worker.terminate();
    },
  };
}
