export type { Mnist, MnistFileOptions } from './node/mnist.ts';
export { mnist } from './node/mnist.ts';
export { readCsv } from './node/read-csv.ts';
export type { FileOptions } from './node/read-file.ts';
export { readIdx } from './node/read-idx.ts';
