/** Colours from dark to light by equal steps of brightness: blue, green, yellow. Our own anchors, as viridis has them in its order. */
const anchors: readonly (readonly [number, number, number])[] = [
  [62, 30, 110],
  [57, 88, 140],
  [33, 145, 140],
  [94, 201, 98],
  [250, 230, 60],
];

/** The colour of a share from 0 to 1. */
export function colorAt(share: number): string {
  const at = Math.min(1, Math.max(0, share)) * (anchors.length - 1);
  const i = Math.min(anchors.length - 2, Math.floor(at));
  const [from, to] = [anchors[i], anchors[i + 1]] as [readonly number[], readonly number[]];
  const mixed = from.map((value, k) => Math.round(value + (at - i) * ((to[k] as number) - value)));
  return `rgb(${mixed.join(' ')})`;
}

/** Lines by depth: all of them visible on white and on black. */
export const depthColor = (index: number, count: number): string =>
  colorAt(count < 2 ? 0.4 : 0.25 + (0.55 * index) / (count - 1));
