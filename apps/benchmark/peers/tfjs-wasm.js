import '@tensorflow/tfjs-backend-wasm';
import { prepareOn } from './tfjs.js';

/** TensorFlow.js with its backend in WebAssembly. */
export const prepare = (work, arrays, options) => prepareOn('wasm', work, arrays, options);
