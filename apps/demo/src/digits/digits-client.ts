import type { DigitNotice, DigitOrder } from './engine/messages.ts';

/** The worker as the page sees it: of networks that were replaced nothing is heard. */
export interface DigitsClient {
  train(settings: { readonly units: number; readonly seed: number }, epochs: number): void;
  ask(image: Float32Array): void;
  dispose(): void;
}

export function createDigitsClient(hear: (notice: DigitNotice) => void): DigitsClient {
  const worker = new Worker(new URL('./engine/digits-worker.ts', import.meta.url), { type: 'module' });
  let run = 0;
  worker.onmessage = ({ data: notice }: MessageEvent<DigitNotice>) => {
    if (notice.run === run) hear(notice);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    hear({ type: 'error', run, message: event.message || 'The worker could not be started.' });
  };
  const order = (message: DigitOrder): void => worker.postMessage(message);
  return {
    train: (settings, epochs) => order({ type: 'train', run: ++run, settings, epochs }),
    ask: (image) => order({ type: 'ask', image }),
    dispose() {
      run++;
      worker.terminate();
    },
  };
}
