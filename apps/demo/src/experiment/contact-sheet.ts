/** A picture for the sheet, with what stands above it. */
export interface SheetPicture {
  readonly heading: string;
  readonly image: Blob;
}

const gap = 16;
const headingHeight = 24;

/**
 * One image of several pictures: in as many columns as runs stand side by side, two at least. Undefined where there is none.
 */
export async function contactSheet(
  title: string,
  pictures: readonly SheetPicture[],
  colors: { readonly paper: string; readonly ink: string; readonly font: string },
): Promise<Blob | undefined> {
  if (pictures.length === 0) return undefined;
  const bitmaps = await Promise.all(pictures.map(({ image }) => createImageBitmap(image)));
  const columns = Math.min(2, bitmaps.length);
  const width = Math.max(...bitmaps.map((bitmap) => bitmap.width));
  const rows: number[] = [];
  for (const [index, bitmap] of bitmaps.entries()) {
    const row = Math.floor(index / columns);
    rows[row] = Math.max(rows[row] ?? 0, bitmap.height + headingHeight);
  }
  const canvas = document.createElement('canvas');
  canvas.width = columns * width + (columns + 1) * gap;
  canvas.height = rows.reduce((sum, height) => sum + height + gap, 2 * gap + 32);
  const context = canvas.getContext('2d');
  if (context === null) return undefined;
  context.fillStyle = colors.paper;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = colors.ink;
  context.font = `600 22px ${colors.font}`;
  context.fillText(title, gap, gap + 22, canvas.width - 2 * gap);
  context.font = `15px ${colors.font}`;
  let top = 2 * gap + 32;
  for (const [row, height] of rows.entries()) {
    for (let column = 0; column < columns; column++) {
      const index = row * columns + column;
      const [bitmap, picture] = [bitmaps[index], pictures[index]];
      if (bitmap === undefined || picture === undefined) continue;
      const left = gap + column * (width + gap);
      context.fillText(picture.heading, left, top + 16, width);
      context.drawImage(bitmap, left, top + headingHeight);
    }
    top += height + gap;
  }
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), 'image/png'));
}
