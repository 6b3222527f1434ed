export type { WarpOptions } from './augmentation/affine-transform.ts';
export { affineTransform } from './augmentation/affine-transform.ts';
export type { AugmentOptions, BatchMap } from './augmentation/augment.ts';
export { augment } from './augmentation/augment.ts';
export type { Augmentation, Factor } from './augmentation/augmentation.ts';
export { centerCrop } from './augmentation/center-crop.ts';
export { cutMix } from './augmentation/cut-mix.ts';
export { mixUp } from './augmentation/mix-up.ts';
export type { MixOptions } from './augmentation/mixing.ts';
export type { ValueRangeOptions } from './augmentation/random-brightness.ts';
export { randomBrightness } from './augmentation/random-brightness.ts';
export { randomContrast } from './augmentation/random-contrast.ts';
export { randomCrop } from './augmentation/random-crop.ts';
export type { ErasingOptions } from './augmentation/random-erasing.ts';
export { randomErasing } from './augmentation/random-erasing.ts';
export type { FlipMode } from './augmentation/random-flip.ts';
export { randomFlip } from './augmentation/random-flip.ts';
export { randomNoise } from './augmentation/random-noise.ts';
export { randomRotation } from './augmentation/random-rotation.ts';
export type { ShearOptions } from './augmentation/random-shear.ts';
export { randomShear } from './augmentation/random-shear.ts';
export { randomTranslation } from './augmentation/random-translation.ts';
export type { ZoomOptions } from './augmentation/random-zoom.ts';
export { randomZoom } from './augmentation/random-zoom.ts';
export type { RescaleOptions } from './augmentation/rescale.ts';
export { rescale } from './augmentation/rescale.ts';
export type { ResizeOptions } from './augmentation/resize-images.ts';
export { resizeImages } from './augmentation/resize-images.ts';
export { uniformEach } from './augmentation/sample-keys.ts';
export type { BatchSource } from './batch-source.ts';
export type { Batches } from './batches.ts';
export type { BootstrapOptions } from './bootstrap.ts';
export { bootstrap } from './bootstrap.ts';
export type { CharacterVocabulary, CharacterVocabularyOptions } from './character-vocabulary.ts';
export { characterVocabulary } from './character-vocabulary.ts';
export { classWeights } from './class-weights.ts';
export type { FieldData } from './column.ts';
export type { CsvOptions } from './csv-options.ts';
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
export type { KFoldOptions } from './k-fold.ts';
export { kFold } from './k-fold.ts';
export type { MinMaxScaler, MinMaxScalerOptions } from './min-max-scaler.ts';
export { minMaxScaler } from './min-max-scaler.ts';
export type { PadSequencesOptions } from './pad-sequences.ts';
export { padSequences } from './pad-sequences.ts';
export { parseCsv } from './parse-csv.ts';
export type { IdxOptions } from './parse-idx.ts';
export { parseIdx } from './parse-idx.ts';
export type { MnistBytes, MnistOptions } from './parse-mnist.ts';
export { parseMnist } from './parse-mnist.ts';
export type { PermutationOptions } from './permutation.ts';
export { permutation } from './permutation.ts';
export type { SampleMethods, SamplesInMemory } from './samples-in-memory.ts';
export { samplesInMemory } from './samples-in-memory.ts';
export type { Standardizer, StandardizerOptions } from './standardizer.ts';
export { standardizer } from './standardizer.ts';
export { fromChunks } from './stream/from-chunks.ts';
export { fromColumns } from './stream/from-columns.ts';
export { fromIterable } from './stream/from-iterable.ts';
export type { StreamOptions, StreamSource } from './stream/source.ts';
export type { CollectOptions, StreamBatches, StreamDataset, StreamShuffleOptions } from './stream/stream-dataset.ts';
