export type { CheckpointFileOptions } from './node/checkpoint.ts';
export { checkpoint, latestCheckpoint, loadCheckpoint } from './node/checkpoint.ts';
export { type CsvLoggerOptions, csvLogger } from './node/csv-logger.ts';
export { type JsonLinesLoggerOptions, jsonLinesLogger } from './node/json-lines-logger.ts';
export type { FileOptions } from './node/read-file.ts';
export { type TensorBoardOptions, tensorBoard } from './node/tensor-board.ts';
export { loadWeights, saveWeights } from './node/weights.ts';
