/** Milliseconds from some moment on. */
export function now(): number {
  return (globalThis as unknown as { readonly performance: { now(): number } }).performance.now();
}
