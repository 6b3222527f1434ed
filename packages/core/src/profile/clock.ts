/** Milliseconds from some moment on; in browsers without cross-origin isolation in steps of 0.1. */
export function now(): number {
  return (globalThis as unknown as { readonly performance: { now(): number } }).performance.now();
}
