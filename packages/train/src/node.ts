export type { FileOptions } from './node/read-file.ts';
export { loadWeights, saveWeights } from './node/weights.ts';
