import { parseArgs } from 'node:util';

/** What the user may choose. */
export interface Options {
  /** Source of all chance: the choice of test images, the first weights, the order of the samples, the dropout masks. */
  readonly seed: number;
  /** Epochs at most; training stops earlier when the validation no longer improves. */
  readonly epochs: number;
  readonly help: boolean;
}

export const usage: string = [
  'Trains a network on handwritten digits and writes a report.',
  '',
  '  npm start -- [options]',
  '',
  '  --seed N     any integer from 0; the same seed gives the same numbers (7)',
  '  --epochs N   epochs at most (40)',
  '  --help       this text',
].join('\n');

/** The options on the command line; throws an error that says what is wrong with them. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: '7' },
      epochs: { type: 'string', default: '40' },
      help: { type: 'boolean', default: false },
    },
  });
  return { seed: integer('seed', values.seed, 0), epochs: integer('epochs', values.epochs, 1), help: values.help };
}

function integer(name: string, text: string, lowest: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value) && value >= lowest) return value;
  throw new Error(`--${name} is an integer of at least ${lowest}, got "${text}".`);
}
