export { textOf as text } from './charts/text-of.ts';
