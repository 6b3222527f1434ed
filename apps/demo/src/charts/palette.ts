/** Red, green and blue, from 0 to 255, of 256 steps one after the other. */
export type ColorTable = Uint8ClampedArray;

// Colours of even steps of lightness in OKLCH, computed by us: from dark blue over green to light yellow as viridis does, and
// from orange over the colour of the page to purple. Both can be told apart with any kind of colour vision, and in grey.
const sequentialStops = '#360657 #332676 #22428e #025f94 #007997 #07929a #0dab99 #11c688 #7bd76c #c3e348 #ffea6b'.split(
  ' ',
);
const divergingStops = {
  light: '#874300 #ad5a0c #c37f4e #d7a381 #e9cab6 #f5f5f5 #d5cbea #b7a5da #9b82c8 #805fb6 #673ba2'.split(' '),
  dark: '#e1791b #b9651e #92511f #6b3f1e #442d1c #1b1b1b #342e47 #4e4270 #69569a #846bc4 #a181ef'.split(' '),
};
/** Of a landscape below coloured paths: quiet, so that paths stand out. */
const landscapeStops = {
  light: '#8fa3bd #a3b4ca #b5c4d6 #c6d2e1 #d5dfea #e3eaf2 #eff4f9'.split(' '),
  dark: '#0d1219 #141b25 #1c2532 #242f3f #2c3a4d #35455b #3f5069'.split(' '),
};

/** How light the page is. */
export type Lightness = 'light' | 'dark';

const made = new Map<string, ColorTable>();

/** Small numbers dark, large ones light. */
export const sequentialColors = (): ColorTable => tableOf('sequential', sequentialStops);

/** The lowest number orange, the middle as the page, the highest purple. */
export const divergingColors = (lightness: Lightness): ColorTable =>
  tableOf(`diverging ${lightness}`, divergingStops[lightness]);

/** Valleys dark, heights light. */
export const landscapeColors = (lightness: Lightness): ColorTable =>
  tableOf(`landscape ${lightness}`, landscapeStops[lightness]);

/** Red, green and blue of `#rrggbb`. */
export function rgbOf(hex: string): readonly [number, number, number] {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function tableOf(name: string, stops: readonly string[]): ColorTable {
  const known = made.get(name);
  if (known !== undefined) return known;
  const colors = stops.map(rgbOf);
  const table = new Uint8ClampedArray(256 * 3);
  for (let i = 0; i < 256; i++) {
    const place = (i / 255) * (colors.length - 1);
    const from = Math.min(Math.floor(place), colors.length - 2);
    for (let channel = 0; channel < 3; channel++) {
      const [a, b] = [colors[from][channel], colors[from + 1][channel]];
      table[i * 3 + channel] = a + (b - a) * (place - from);
    }
  }
  made.set(name, table);
  return table;
}
