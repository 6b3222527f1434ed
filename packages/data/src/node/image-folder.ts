import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ArgumentError, checkOptions, DataError, describe } from '@gradkit/core';
import { columnFrom } from '../column.ts';
import { type Dataset, datasetOf, type ShuffleOptions, type SplitOptions } from '../dataset.ts';
import { checkInteger } from '../permutation.ts';
import type { StreamRecord } from '../stream/record.ts';
import { streamFrom } from '../stream/source.ts';
import type { StreamDataset } from '../stream/stream-dataset.ts';
import { checkImageOptions, type ImageOptions, imageOptionNames, pixelsOf } from './image-pixels.ts';
import { attempt } from './read-file.ts';
import { checkPath } from './text-chunks.ts';

/** Options of {@link imageFolder}. */
export interface ImageFolderOptions extends ImageOptions {
  /** The folder with a subfolder for each class. */
  readonly directory: string;
  /** Subfolders in the order of their class ids; default all, sorted by name. */
  readonly classNames?: readonly string[];
  /** Endings of the names of image files, in small letters; default `.png`, `.jpg`, `.jpeg`. */
  readonly extensions?: readonly string[];
  /** How many files are read at the same time; default 4. */
  readonly concurrency?: number;
}

/** Images that are read while they are used, and a list of their files: that can be shuffled and split as a whole. */
export interface ImageFolder extends StreamDataset<'x' | 'y'> {
  readonly size: number;
  /** Paths within the folder, in the order of the first epoch. */
  readonly files: readonly string[];
  /** Class ids of the files. */
  readonly labels: Int32Array;
  /** All files in a random order, a new one in every epoch: nothing but their names is in memory. */
  shuffle(options: ShuffleOptions): ImageFolder;
  /** Divides the files as `split` of a data set does; the parts keep their members for ever. */
  split(fraction: number, options?: SplitOptions): { readonly train: ImageFolder; readonly test: ImageFolder };
}

/**
 * A stream of the images in a folder, of which each subfolder holds those of one class.
 *
 * ```text
 * directory/cat/1.png  directory/cat/more/2.jpg  directory/dog/1.png  →  classes 0 (cat) and 1 (dog)
 * ```
 *
 * `x` are images, float32 [height, width, channels], `y` class ids, int32. Files are found at once, sorted by name; images
 * are read and decoded when they are asked for, a few at the same time. Without `size`, all images must have the same size.
 * Other files and links are ignored.
 *
 * @param options `directory`, those of `readImage`, `classNames`, `extensions`, `concurrency`
 * @throws ArgumentError when an option is wrong; DataError when the folder cannot be read or has no images of a class; while it
 * is read, DataError with the path of the file that is damaged, too large or in another format, and ShapeError for another size
 * @example
 * ```ts
 * import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { imageFolder } from '@gradkit/data/node';
 *
 * const directory = mkdtempSync(join(tmpdir(), 'images-'));
 * const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC';
 * for (const name of ['cherry', 'tomato']) {
 *   mkdirSync(join(directory, name));
 *   writeFileSync(join(directory, name, '1.png'), Buffer.from(pixel, 'base64'));
 * }
 * const images = imageFolder({ directory, size: [8, 8] }).shuffle({ seed: 1 });
 * console.log(images.size, images.classNames); // 2 ['cherry', 'tomato']
 * for await (const { x, y } of images.batch(2)) console.log(x.shape, y.shape); // [2, 8, 8, 3] [2]
 * ```
 */
export function imageFolder(options: ImageFolderOptions): ImageFolder {
  const { directory, classNames: chosen, extensions = standardExtensions, concurrency = 4, ...image } = options ?? {};
  checkOptions('imageFolder', options, [...imageOptionNames, 'directory', 'classNames', 'extensions', 'concurrency']);
  checkPath('imageFolder: directory', directory);
  checkInteger('imageFolder', 'concurrency', concurrency, 1, 1024);
  checkNames('classNames', chosen);
  checkNames('extensions', extensions);
  checkImageOptions('imageFolder', image);
  const classNames = chosen ?? subfolders(directory);
  if (classNames.length === 0) throw new DataError(`imageFolder: ${directory} has no subfolders, one for each class.`);
  const perClass = classNames.map((name) => imageFiles(directory, name, extensions));
  const files = perClass.flat();
  const labels = perClass.flatMap((list, id) => list.map(() => id));
  // A data set of positions in the list: it can be split and shuffled already.
  const all = datasetOf(
    'imageFolder',
    { x: columnFrom(Array.from(files.keys()), [], 'int32'), y: columnFrom(labels, [], 'int32') },
    { classNames },
  );
  const load = async (
    position: number,
  ): Promise<{ readonly values: Float32Array; readonly shape: readonly number[] }> => {
    const file = files[position] as string;
    const where = `imageFolder (${file})`;
    return pixelsOf(where, file, await read(where, join(directory, file), image.maxBytes ?? 2 ** 28), image);
  };
  return folderOf(all, files, concurrency, load);
}

const standardExtensions: readonly string[] = ['.png', '.jpg', '.jpeg'];

type Load = (position: number) => Promise<{ readonly values: Float32Array; readonly shape: readonly number[] }>;

function folderOf(list: Dataset<'x' | 'y'>, files: readonly string[], concurrency: number, load: Load): ImageFolder {
  const positions = (of: Dataset<'x' | 'y'>): readonly number[] => [...of.x.dataSync()];
  const stream = streamFrom<'x' | 'y'>(
    'imageFolder',
    { size: list.size, classNames: list.classNames ?? [] },
    async function* (epoch, guard): AsyncGenerator<StreamRecord> {
      const inOrder = list.epoch(epoch);
      const labels = inOrder.y.dataSync();
      const order = positions(inOrder);
      let at = 0;
      for await (const { values, shape } of readAhead(order, concurrency, load)) {
        const index = order[at] as number;
        const x = { values, shape, dtype: 'float32' } as const;
        const y = columnFrom([labels[at] as number], [], 'int32');
        yield { columns: guard(`imageFolder (${files[index]})`, { x, y }), index, epoch };
        at++;
      }
    },
  );
  return {
    ...stream,
    size: list.size,
    files: positions(list).map((position) => files[position] as string),
    labels: Int32Array.from(list.y.dataSync()),
    shuffle: (options) => folderOf(list.shuffle(options), files, concurrency, load),
    split(fraction, options) {
      const { train, test } = list.split(fraction, options);
      return {
        train: folderOf(train, files, concurrency, load),
        test: folderOf(test, files, concurrency, load),
      };
    },
  };
}

/** What loading returns, in order, while the next ones are loaded already. */
async function* readAhead<T>(
  positions: readonly number[],
  concurrency: number,
  load: (position: number) => Promise<T>,
): AsyncGenerator<T> {
  const pending: Promise<T>[] = [];
  let next = 0;
  const start = (): void => {
    if (next === positions.length) return;
    const loading = load(positions[next++] as number);
    // A failure is thrown when its turn comes; until then it is nobody's unhandled rejection.
    loading.catch(() => {});
    pending.push(loading);
  };
  for (let i = 0; i < concurrency; i++) start();
  for (let first = pending.shift(); first !== undefined; first = pending.shift()) {
    const loaded = await first;
    start();
    yield loaded;
  }
}

async function read(where: string, path: string, maxBytes: number): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new DataError(`${where}: cannot read the file: ${error instanceof Error ? error.message : String(error)}.`);
  }
  if (bytes.length > maxBytes) throw new DataError(`${where}: more than ${maxBytes} bytes. Raise maxBytes.`);
  return bytes;
}

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function subfolders(directory: string): string[] {
  const entries = attempt('imageFolder: cannot read the folder', () => readdirSync(directory, { withFileTypes: true }));
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort(byCodeUnit);
}

/** Paths of the images of a class, also in folders below, sorted. */
function imageFiles(directory: string, folder: string, extensions: readonly string[]): string[] {
  const found: string[] = [];
  const search = (path: string): void => {
    const entries = attempt('imageFolder: cannot read the folder', () =>
      readdirSync(join(directory, path), { withFileTypes: true }),
    );
    for (const entry of entries) {
      if (entry.name.startsWith('.')) continue;
      const inside = `${path}/${entry.name}`;
      if (entry.isDirectory()) search(inside);
      else if (entry.isFile() && extensions.some((end) => entry.name.toLowerCase().endsWith(end))) found.push(inside);
    }
  };
  search(folder);
  if (found.length > 0) return found.sort(byCodeUnit);
  throw new DataError(`imageFolder: ${join(directory, folder)} has no files that end with ${extensions.join(', ')}.`);
}

function checkNames(option: string, names: readonly string[] | undefined): void {
  if (names === undefined) return;
  const isList = Array.isArray(names) && names.length > 0 && names.every((name) => typeof name === 'string');
  if (!isList) throw new ArgumentError(`imageFolder: ${option} is a list of names, got ${describe(names)}.`);
}
