import { prepareOn } from './tfjs.js';

/** TensorFlow.js on the graphics processor, or on what a browser has in its place. */
export const prepare = (work, arrays, options) => prepareOn('webgl', work, arrays, options);
