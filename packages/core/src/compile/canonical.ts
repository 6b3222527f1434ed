import type { Cell } from '../cell.ts';
import { exactText, is, isRunTime, type Node, node, topological } from '../graph.ts';
import type { VariableSource } from '../source.ts';
import { simplify } from './simplify.ts';

/**
 * A computation in a form that depends only on its structure: what programs are cached by. Two computations with equal
 * keys differ at most in the values of inputs and numbers and in which variables they touch.
 */
export interface Canonical {
  readonly key: string;
  readonly outputs: readonly Node[];
  readonly updates: ReadonlyMap<Cell, Node>;
  /** Inputs, in order of appearance. */
  readonly inputs: readonly Node<'input'>[];
  /** For inputs that are variables, which one: decided here, since a node may be given values later. */
  readonly cells: readonly (Cell | undefined)[];
  /** Numbers read at run time, in order of appearance. */
  readonly literals: readonly Node<'literal'>[];
}

export function canonicalize(outputs: readonly Node[], updates: ReadonlyMap<Cell, Node>): Canonical {
  const cells = [...updates.keys()];
  const roots = simplify([...outputs, ...updates.values()]);
  const changing = new Set<object>(cells);
  // What is handed through unchanged is copied by a kernel, since its place may be written meanwhile.
  const simplified = roots.map((root, i) => {
    const isVariable = is('input', root) && root.values === undefined && root.attributes.source.kind === 'variable';
    const mayChange = isVariable && changing.has((root.attributes.source as VariableSource).cell);
    return (root.op === 'input' && i >= outputs.length) || mayChange
      ? node('reshape', [root], { shape: root.shape })
      : root;
  });
  const newOutputs = simplified.slice(0, outputs.length);
  const newUpdates = new Map(cells.map((cell, i) => [cell, simplified[outputs.length + i] as Node]));

  const inputs: Node<'input'>[] = [];
  const inputCells: (Cell | undefined)[] = [];
  const literals: Node<'literal'>[] = [];
  const numberOf = new Map<Node, number>();
  const cellNumber = new Map<object, number>();
  const cellKey = (cell: object): number => {
    const known = cellNumber.get(cell);
    if (known !== undefined) return known;
    cellNumber.set(cell, cellNumber.size);
    return cellNumber.size - 1;
  };
  const parts: string[] = [];
  for (const n of topological(simplified, (candidate) => candidate.op === 'input')) {
    numberOf.set(n, parts.length);
    let own: string;
    if (is('input', n)) {
      inputs.push(n);
      const { source } = n.attributes;
      const cell = n.values === undefined && source.kind === 'variable' ? (source.cell as Cell) : undefined;
      inputCells.push(cell);
      own = cell === undefined ? 'in' : `cell${cellKey(cell)}`;
    } else if (is('literal', n) && isRunTime(n)) {
      literals.push(n);
      own = '#';
    } else {
      own = exactText(n.attributes);
    }
    const from = n.inputs.map((input) => numberOf.get(input)).join();
    parts.push(`${n.op} ${n.dtype}[${n.shape.join()}] ${own} (${from})`);
  }
  parts.push(`out ${newOutputs.map((n) => numberOf.get(n)).join()}`);
  for (const [cell, n] of newUpdates) parts.push(`cell${cellKey(cell)} := ${numberOf.get(n)}`);
  return { key: parts.join('\n'), outputs: newOutputs, updates: newUpdates, inputs, cells: inputCells, literals };
}
