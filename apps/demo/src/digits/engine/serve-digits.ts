import { createDigitNetwork, type DigitNetwork } from './digit-network.ts';
import type { DigitNotice, DigitOrder } from './messages.ts';

/** The worker's own side of its channel: `self`, or a port in a test. */
export interface DigitChannel {
  onmessage: ((event: MessageEvent<DigitOrder>) => void) | null;
  postMessage(message: unknown): void;
}

/** Trains when it is asked to, and answers at any time. */
export function serveDigits(channel: DigitChannel): void {
  let present = 0;
  let network: DigitNetwork | undefined;
  let image: Float32Array | undefined;
  const post = (notice: DigitNotice): void => channel.postMessage(notice);
  const answer = (): void => {
    if (network !== undefined && image !== undefined) {
      post({ type: 'answer', run: present, answer: network.ask(image) });
    }
  };

  async function train({ run, settings, epochs }: Extract<DigitOrder, { type: 'train' }>): Promise<void> {
    const started = performance.now();
    const made = createDigitNetwork(settings);
    network = made;
    const show = (): void => {
      const isDone = made.progress.epoch >= epochs;
      post({ type: 'progress', run, progress: made.progress, time: performance.now() - started, isDone });
      answer();
    };
    show();
    while (made.progress.epoch < epochs) {
      // Whoever draws meanwhile is heard.
      await new Promise((resolve) => setTimeout(resolve));
      if (run !== present) return;
      made.trainEpoch();
      show();
    }
  }

  const attempt = (act: () => void | Promise<void>): void => {
    const run = present;
    Promise.resolve()
      .then(act)
      .catch((error: unknown) => {
        post({ type: 'error', run, message: error instanceof Error ? error.message : String(error) });
      });
  };

  channel.onmessage = ({ data: order }) => {
    if (order.type === 'train') {
      present = order.run;
      attempt(() => train(order));
    } else {
      image = order.image;
      attempt(answer);
    }
  };
}
