export { evaluate } from './interpreter.ts';
export { reference } from './reference.ts';
