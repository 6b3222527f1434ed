export type { BatchSource } from './batch-source.ts';
export type { Batches } from './batches.ts';
export type { FieldData } from './column.ts';
export type { DataSource } from './data-source.ts';
export type {
  BatchOptions,
  Dataset,
  DatasetInfo,
  DatasetMethods,
  FieldInfo,
  MapContext,
  Sample,
  ShuffleOptions,
  SplitOptions,
} from './dataset.ts';
export { dataset } from './dataset.ts';
export type { CsvOptions } from './parse-csv.ts';
export { parseCsv } from './parse-csv.ts';
export type { IdxOptions } from './parse-idx.ts';
export { parseIdx } from './parse-idx.ts';
export type { MnistBytes, MnistOptions } from './parse-mnist.ts';
export { parseMnist } from './parse-mnist.ts';
export type { PermutationOptions } from './permutation.ts';
export { permutation } from './permutation.ts';
export type { Standardizer, StandardizerOptions } from './standardizer.ts';
export { standardizer } from './standardizer.ts';
export { fromIterable } from './stream/from-iterable.ts';
export type { StreamOptions, StreamSource } from './stream/source.ts';
export type { CollectOptions, StreamBatches, StreamDataset, StreamShuffleOptions } from './stream/stream-dataset.ts';
