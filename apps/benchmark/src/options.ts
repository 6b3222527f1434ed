import { parseArgs } from 'node:util';

/** What was asked for on the command line. */
export interface Options {
  readonly help: boolean;
  readonly quick: boolean;
  /** Items by letter or name, and parts by name; everything when empty. */
  readonly only: readonly string[];
  /** Names of contestants; all that are installed when empty. */
  readonly contestants: readonly string[];
  /** Fresh processes for each item and contestant. */
  readonly rounds: number;
  /** A git revision, or a folder with another build of the packages. */
  readonly compare: string | undefined;
  /** Programs that JavaScript runs in; the present one when empty. */
  readonly engines: readonly string[];
  /** Whether threads are tied to a processor each. */
  readonly pin: boolean;
  /** Files that are written in addition to those in the folder of results. */
  readonly json: string | undefined;
  readonly html: string | undefined;
  readonly markdown: string | undefined;
}

/** What `--only` and `--contestants` may name. */
export interface Names {
  readonly items: readonly string[];
  readonly contestants: readonly string[];
}

/** A command line that cannot be followed. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly code = 'usage';
}

/** The text of `--help`. */
export function usage({ items, contestants }: Names): string {
  return `npm run benchmark -- [options]

  --quick               shorter processes and fewer rounds: about three minutes
  --only LIST           some of ${items.join(', ')}
  --contestants LIST    some of ${contestants.join(', ')}
  --rounds N            fresh processes for each item and contestant; default 5, with --quick 2,
                        with --compare 21 or 7
  --compare BASE        two builds of gradkit, paired: BASE is a git revision, or a folder with another build
  --node PATH           another Node to run JavaScript in; may be given several times
  --pin                 ties threads that compute to a processor each (Linux, taskset)
  --json FILE           writes the numbers there, --html FILE a page with charts, --markdown FILE tables;
                        all three are always written to apps/benchmark/results as well
  --help                prints this
`;
}

const list = (text: string | undefined): string[] =>
  (text ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

function checkList(option: string, entries: readonly string[], known: readonly string[]): void {
  for (const entry of entries) {
    if (!known.includes(entry)) throw new UsageError(`--${option}: "${entry}" is none of ${known.join(', ')}.`);
  }
}

function countOf(option: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw new UsageError(`--${option}: "${text}" is not a positive whole number.`);
}

/** A difference between two builds is small: it takes more rounds to show. */
function defaultRounds({ quick, compare }: { readonly quick: boolean; readonly compare?: string | undefined }): number {
  if (compare !== undefined) return quick ? 7 : 21;
  return quick ? 2 : 5;
}

function rawOptions(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
        only: { type: 'string' },
        contestants: { type: 'string' },
        rounds: { type: 'string' },
        compare: { type: 'string' },
        node: { type: 'string', multiple: true, default: [] },
        pin: { type: 'boolean', default: false },
        json: { type: 'string' },
        html: { type: 'string' },
        markdown: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error} See --help.`);
  }
}

/**
 * The command line, checked.
 * @throws UsageError for an option or a name that is not known, or a number that is none
 */
export function parseOptions(args: readonly string[], names: Names): Options {
  const raw = rawOptions(args);
  const only = list(raw.only);
  const contestants = list(raw.contestants);
  checkList('only', only, names.items);
  checkList('contestants', contestants, names.contestants);
  return {
    help: raw.help,
    quick: raw.quick,
    only,
    contestants,
    rounds: countOf('rounds', raw.rounds, defaultRounds(raw)),
    compare: raw.compare,
    engines: raw.node,
    pin: raw.pin,
    json: raw.json,
    html: raw.html,
    markdown: raw.markdown,
  };
}
