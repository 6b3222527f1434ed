import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { prepareOn } from './tfjs.js';

/** TensorFlow.js with its backend in WebAssembly; a page says where its files lie. */
export function prepare(work, arrays, options) {
  if (options.wasmFolder) setWasmPaths(options.wasmFolder);
  return prepareOn('wasm', work, arrays, options);
}
