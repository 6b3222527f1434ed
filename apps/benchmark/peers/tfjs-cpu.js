import { prepareOn } from './tfjs.js';

/** TensorFlow.js with its backend in JavaScript. */
export const prepare = (work, arrays, options) => prepareOn('cpu', work, arrays, options);
