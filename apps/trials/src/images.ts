import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Dataset } from '@gradkit/data';
import { mnist } from '@gradkit/data/node';

/** Where MNIST's test part lies: no part of this repository. */
export const directory =
  process.env['GRADKIT_MNIST'] ?? fileURLToPath(new URL('../../../../shared/data/mnist-10k', import.meta.url));

export const isPresent = (): boolean => existsSync(join(directory, 't10k-images-idx3-ubyte.gz'));

/** The 10,000 images of MNIST's test part: the first 8,000 to train with, the last 2,000 to test with. */
export function images(): { readonly train: Dataset; readonly test: Dataset } {
  const { test: all } = mnist({ directory });
  return { train: all.take(8000), test: all.skip(8000) };
}
