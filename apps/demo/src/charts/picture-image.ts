import { letterSize } from './axes.ts';
import type { Theme } from './theme.ts';

/** What an image of a picture is made from. */
export interface ImageParts {
  readonly title: string;
  readonly picture: HTMLCanvasElement;
  /** Samples of the legend with their words. */
  readonly legend: readonly { readonly sample: HTMLCanvasElement; readonly text: string }[];
  readonly theme: Theme;
}

const margin = 12;

/** A picture with its title and its legend, as PNG. */
export function imageOf({ title, picture, legend, theme }: ImageParts): Promise<Blob | undefined> {
  const ratio = window.devicePixelRatio || 1;
  const width = picture.width / ratio + 2 * margin;
  const sheet = document.createElement('canvas');
  const context = sheet.getContext('2d');
  if (context === null) return Promise.resolve(undefined);
  const font = `${letterSize + 1}px ${theme.font}`;
  context.font = font;
  // Entries of the legend in lines that fit.
  let [x, y] = [margin, 44];
  const placed = legend.map(({ sample, text }) => {
    const room = 36 + context.measureText(text).width;
    if (x + room > width - margin && x > margin) [x, y] = [margin, y + 20];
    const place = { sample, text, x, y };
    x += room + 14;
    return place;
  });
  const top = legend.length > 0 ? y + 16 : 36;
  const height = top + picture.height / ratio + margin;
  [sheet.width, sheet.height] = [Math.round(width * ratio), Math.round(height * ratio)];
  context.scale(ratio, ratio);
  context.fillStyle = theme.surface;
  context.fillRect(0, 0, width, height);
  context.fillStyle = theme.ink;
  context.font = `600 ${letterSize + 3}px ${theme.font}`;
  context.fillText(title, margin, 26, width - 2 * margin);
  context.font = font;
  for (const { sample, text, x, y } of placed) {
    context.drawImage(sample, x, y - 11, 28, 14);
    context.fillText(text, x + 34, y);
  }
  context.drawImage(picture, margin, top, picture.width / ratio, picture.height / ratio);
  return new Promise((resolve) => sheet.toBlob((blob) => resolve(blob ?? undefined), 'image/png'));
}
