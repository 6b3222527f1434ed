/** The window that a surface is seen in. */
export interface Window {
  readonly xRange: readonly [number, number];
  readonly yRange: readonly [number, number];
}
