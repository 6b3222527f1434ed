import type { Callback } from './callback.ts';

/**
 * Ends training after the first batch whose loss is NaN or infinite.
 *
 * It looks at the loss after every step, which waits for the computation; `history.flags.nonFiniteLoss` tells which step it
 * was, also without this callback.
 *
 * @see Keras, TerminateOnNaN, 2017
 * @example
 * ```ts
 * import { dense, sequential } from '@gradkit/layers';
 * import { meanSquaredError } from '@gradkit/losses';
 * import { sgd } from '@gradkit/optimizers';
 * import { fit, terminateOnNaN } from '@gradkit/train';
 *
 * const history = await fit(sequential([dense({ units: 1 })]), { x: [[1000]], y: [[1]] }, {
 *   optimizer: sgd({ learningRate: 1e6 }), loss: meanSquaredError(), epochs: 1000, callbacks: [terminateOnNaN()],
 * });
 * console.log(history.stoppedEpoch === history.flags.nonFiniteLoss?.epoch); // true
 * ```
 */
export function terminateOnNaN(): Callback {
  return {
    onBatchEnd({ state, stop }) {
      if (!Number.isFinite(state.totals[0]?.item())) stop();
    },
  };
}
