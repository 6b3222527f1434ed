/** Whether tensors remember where they were made. */
const tracking = { isOn: false };

/**
 * Whether tensors made from now on remember where they were made, for the errors about tensors that were disposed too
 * early. Off by default: it costs some microseconds for each tensor, and holds on to the calls that led there.
 *
 * @returns whether it was on before
 * @example
 * ```ts
 * import { tensor, trackCreation } from '@gradkit/core';
 * trackCreation(true);
 * const x = tensor([1, 2]);
 * x.dispose();
 * try {
 *   x.dataSync();
 * } catch (error) {
 *   console.log(String(error).split('\n')[0]); // DisposedError: this tensor, input float32[2], was disposed and cannot be used again.
 * }
 * trackCreation(false);
 * ```
 */
export function trackCreation(enabled: boolean): boolean {
  const before = tracking.isOn;
  tracking.isOn = enabled;
  return before;
}

/** The calls that led here, as text; undefined unless that is asked for. */
export function creationSite(): string | undefined {
  return tracking.isOn ? new Error().stack?.split('\n').slice(3).join('\n') : undefined;
}
