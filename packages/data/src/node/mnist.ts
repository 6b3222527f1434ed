import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ArgumentError, checkOptions, DataError, describe } from '@gradkit/core';
import type { Dataset } from '../dataset.ts';
import { type MnistOptions, mnistDataset } from '../parse-mnist.ts';
import { readFile } from './read-file.ts';

/** Options of {@link mnist}. */
export interface MnistFileOptions extends MnistOptions {
  /** The folder with the files. */
  readonly directory: string;
}

/** The two parts of MNIST. A part is read when it is first asked for. */
export interface Mnist {
  /** The 60,000 images for training: `train-images-idx3-ubyte` and `train-labels-idx1-ubyte`. */
  readonly train: Dataset<'x' | 'y'>;
  /** The 10,000 images for testing: `t10k-images-idx3-ubyte` and `t10k-labels-idx1-ubyte`. */
  readonly test: Dataset<'x' | 'y'>;
}

/**
 * MNIST, or a set in its format such as Fashion-MNIST, from your copy of the original files, plain or with `.gz`.
 *
 * `x` are the pixels, scaled from 0 … 255 to 0 … 1, float32 of shape [28, 28, 1]; `y` are the digits, int32.
 *
 * @throws DataError, when a part is asked for, if its files are not in the folder or not what they should be
 * @see Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits".
 * @example
 * ```ts
 * import { mnist } from '@gradkit/data/node';
 *
 * const parts = mnist({ directory: 'data/mnist' }); // reads nothing yet
 * try {
 *   console.log(parts.train.size); // 60000
 * } catch (error) {
 *   console.log(String(error)); // says which files it looked for
 * }
 * ```
 */
export function mnist(options: MnistFileOptions): Mnist {
  checkOptions('mnist', options, ['directory', 'image', 'scale', 'dtype']);
  const { directory, ...how } = options ?? {};
  if (typeof directory !== 'string') {
    throw new ArgumentError(`mnist: directory must be the path of a folder, got ${describe(directory)}.`);
  }
  let train: Dataset<'x' | 'y'> | undefined;
  let test: Dataset<'x' | 'y'> | undefined;
  return {
    get train() {
      train ??= readPart(directory, 'train', how);
      return train;
    },
    get test() {
      test ??= readPart(directory, 't10k', how);
      return test;
    },
  };
}

type Part = 'train' | 't10k';

function readPart(directory: string, part: Part, options: MnistOptions): Dataset<'x' | 'y'> {
  const read = (kind: 'images' | 'labels'): Uint8Array => {
    const path = find(directory, part, kind);
    if (path === undefined) throw new DataError(missing(directory, part, kind));
    return readFile('mnist', path);
  };
  return mnistDataset('mnist', read('images'), read('labels'), options);
}

function find(directory: string, part: Part, kind: 'images' | 'labels'): string | undefined {
  return fileNames(part, kind)
    .map((name) => join(directory, name))
    .find((path) => existsSync(path));
}

/** The original name, and the one that some archives have, with a dot. */
function fileNames(part: Part, kind: 'images' | 'labels'): string[] {
  const format = kind === 'images' ? 'idx3-ubyte' : 'idx1-ubyte';
  return ['-', '.'].flatMap((mark) => ['', '.gz'].map((suffix) => `${part}-${kind}${mark}${format}${suffix}`));
}

function missing(directory: string, part: Part, kind: 'images' | 'labels'): string {
  const looked = `mnist: ${directory} has no file ${fileNames(part, kind).slice(0, 2).join(' or ')}.`;
  const other = part === 'train' ? 't10k' : 'train';
  if (find(directory, other, 'images') === undefined) return `${looked} Point directory at the four original files.`;
  const name = { train: 'train', t10k: 'test' } as const;
  return `${looked} Only the ${name[other]} part is there: use mnist({ directory }).${name[other]}, and .split() it if you need two.`;
}
