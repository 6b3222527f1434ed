/** What a platform may offer to come back in a later turn of the event loop. */
export interface Scheduler {
  readonly setImmediate?: (run: () => void) => unknown;
  readonly MessageChannel?: new () => {
    readonly port1: { onmessage: (() => void) | null; close(): void };
    readonly port2: { postMessage(message: unknown): void };
  };
  readonly setTimeout?: (run: () => void, milliseconds: number) => unknown;
}

/** How long a loop may keep the event loop waiting: one frame. */
const frame = 16;

/**
 * Lets a long loop breathe: `await` what it returns, if anything, in every turn. About every 16 ms it is a promise that
 * resolves in a new turn of the event loop, so that pages stay responsive and dead tensors are found.
 */
export function breath(): () => Promise<void> | undefined {
  let last = Date.now();
  return () => {
    if (Date.now() - last < frame) return undefined;
    return macrotask().then(() => {
      last = Date.now();
    });
  };
}

/** A browser delays nested timers by 4 ms and messages not at all; Node has an immediate turn. */
function macrotask(): Promise<void> {
  const { setImmediate, MessageChannel, setTimeout } = globalThis as unknown as Scheduler;
  return new Promise((resolve) => {
    if (setImmediate !== undefined) {
      setImmediate(resolve);
    } else if (MessageChannel !== undefined) {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(undefined);
    } else if (setTimeout !== undefined) {
      setTimeout(resolve, 0);
    } else {
      resolve();
    }
  });
}
