import { ArgumentError, ShapeError } from '../errors.ts';
import { formatShape, type Shape } from '../shape.ts';

/** Names of axes: letters, and one name for each axis that an ellipsis stands for. */
export type Labels = readonly string[];

/** What a specification means for operands of known shapes. */
export interface Notation {
  readonly inputs: readonly Labels[];
  readonly output: Labels;
}

/** One operand in a specification: its letters, and how many of them come before the ellipsis, where there is one. */
interface Term {
  readonly text: string;
  /** Where the text starts in the specification. */
  readonly at: number;
  readonly letters: readonly string[];
  /** Where each letter stands. */
  readonly places: readonly number[];
  readonly ellipsis: number | undefined;
}

/** Reads `bij,bjk->bik`. Axes of ellipses are aligned at the last one and named `0`, `1`, … from there. */
export function parse(specification: string, shapes: readonly Shape[]): Notation {
  const wrong = (at: number, what: string): ArgumentError =>
    new ArgumentError(`einsum: ${what} at position ${at} of "${specification}".`);
  if (typeof specification !== 'string') {
    throw new ArgumentError(`einsum: a specification is a string such as "ij,jk->ik", got ${String(specification)}.`);
  }
  const arrow = specification.indexOf('->');
  const left = arrow < 0 ? specification : specification.slice(0, arrow);
  const terms: Term[] = [];
  let start = 0;
  for (const text of left.split(',')) {
    terms.push(termOf(text, start, wrong));
    start += text.length + 1;
  }
  if (terms.length !== shapes.length) {
    throw new ArgumentError(`einsum: "${specification}" is for ${terms.length} operands, got ${shapes.length}.`);
  }
  const inputs = terms.map((term, i) => named(term, shapes[i] as Shape, specification));
  const longest = Math.max(0, ...inputs.map((labels) => labels.filter(isOfEllipsis).length));
  const rest = Array.from({ length: longest }, (_, i) => String(longest - 1 - i));
  if (arrow < 0) return { inputs, output: [...rest, ...lettersOnce(terms)] };
  const term = termOf(specification.slice(arrow + 2), arrow + 2, wrong);
  const known = new Set(inputs.flat());
  term.letters.forEach((letter, i) => {
    const place = term.places[i] as number;
    if (!known.has(letter)) throw wrong(place, `the output has "${letter}", which no operand has,`);
    if (term.letters.indexOf(letter) < i) throw wrong(place, `the output names "${letter}" twice`);
  });
  if (term.ellipsis === undefined && longest > 0) {
    throw wrong(arrow, `the output lacks the "..." that the operands have, after the arrow`);
  }
  return { inputs, output: term.letters.toSpliced(term.ellipsis ?? 0, 0, ...rest) };
}

export const isOfEllipsis = (label: string): boolean => label >= '0' && label <= '99';

function termOf(text: string, at: number, wrong: (at: number, what: string) => ArgumentError): Term {
  const letters: string[] = [];
  const places: number[] = [];
  let ellipsis: number | undefined;
  for (let i = 0; i < text.length; i++) {
    const character = text[i] as string;
    if (/[A-Za-z]/.test(character)) {
      letters.push(character);
      places.push(at + i);
    } else if (text.startsWith('...', i)) {
      if (ellipsis !== undefined) throw wrong(at + i, 'a second "..." of one operand');
      ellipsis = letters.length;
      i += 2;
    } else if (character !== ' ') throw wrong(at + i, `unexpected "${character}"`);
  }
  return { text, at, letters, places, ellipsis };
}

function named({ text, at, letters, ellipsis }: Term, shape: Shape, specification: string): Labels {
  const more = shape.length - letters.length;
  if (more < 0 || (more > 0 && ellipsis === undefined)) {
    throw new ShapeError(
      `einsum: "${text}" at position ${at} of "${specification}" names ${letters.length} axes, but its operand is ` +
        `${formatShape(shape)}.${more > 0 ? ' Use "..." for axes without a name.' : ''}`,
    );
  }
  const rest = Array.from({ length: more }, (_, i) => String(more - 1 - i));
  return letters.toSpliced(ellipsis ?? 0, 0, ...rest);
}

/** Letters that occur once in all operands together, in alphabetic order: the output where none is given. */
function lettersOnce(terms: readonly Term[]): string[] {
  const all = terms.flatMap((term) => term.letters);
  return all.filter((letter) => all.indexOf(letter) === all.lastIndexOf(letter)).sort();
}
