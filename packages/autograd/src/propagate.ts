import { type Derivative, type Differentiation, type Node, node, type Op, onBehalfOf } from '@gradkit/core/graph';
import { add, fill, isFloat } from './expression.ts';
import { forgotten, type Path, pathBetween } from './path.ts';
import type { LinearMap } from './rule.ts';
import { ruleOf } from './rules/table.ts';

/** Forward mode: extends the tangents of the sources to every node of the path, inputs before users. */
export function push(path: Path, tangents: Map<Node, Node>): void {
  const together = resultsTogether(path);
  for (const [y, through] of path) {
    if (tangents.has(y)) continue;
    const rule = ruleOf(y);
    if (rule !== 'brought') {
      tangents.set(y, tangentOf(y, through, tangents));
      continue;
    }
    const ys = together.get(y.inputs) as readonly Node[];
    const found = derivativeOf(y).push(
      ys,
      y.inputs.map((input) => tangents.get(input)),
      graphs,
    );
    ys.forEach((each, i) => {
      tangents.set(each, found[i] ?? fill(each, 0));
    });
  }
}

function tangentOf(y: Node, through: readonly number[], tangents: ReadonlyMap<Node, Node>): Node {
  const rule = ruleOf(y);
  if (rule === 'brought' || rule.push === 'linear') {
    const inputs = y.inputs.map((x) => tangents.get(x) ?? (isFloat(x) ? fill(x, 0) : x));
    return node(y.op, inputs, y.attributes);
  }
  const partials = rule.push(y, ...y.inputs);
  return through
    .map((i) => (partials[i] as NonNullable<(typeof partials)[number]>)(tangents.get(y.inputs[i] as Node) as Node))
    .reduce(add);
}

/** Reverse mode: extends the cotangents of the results to every node of the path, users before inputs. */
export function pull(path: Path, cotangents: Map<Node, Node>): void {
  const together = resultsTogether(path);
  for (const [y, through] of [...path].reverse()) {
    if (through.length > 0) onBehalfOf(gradientOf(y), () => pullThrough(y, through, cotangents, together));
  }
}

const gradientOf = ({ origin, op }: Node): string => `gradient of ${origin === '' ? op : origin}`;

function pullThrough(
  y: Node,
  through: readonly number[],
  cotangents: Map<Node, Node>,
  together: ReadonlyMap<readonly Node[], readonly Node[]>,
): void {
  const rule = ruleOf(y);
  let partials: readonly (Node | undefined)[];
  if (rule === 'brought') {
    const ys = together.get(y.inputs) as readonly Node[];
    // All that uses any of the results has been passed when the first of them is reached.
    if (ys[0] !== y || !ys.some((each) => cotangents.has(each))) return;
    checkHistory(y);
    const wanted = y.inputs.map((_, i) => through.includes(i));
    partials = derivativeOf(y).pull(
      ys,
      ys.map((each) => cotangents.get(each)),
      graphs,
      wanted,
    );
  } else {
    const g = cotangents.get(y);
    if (g === undefined) return;
    checkHistory(y);
    const maps = rule.pull(y, ...y.inputs);
    partials = y.inputs.map((_, i) => (through.includes(i) ? (maps[i] as LinearMap)(g) : undefined));
  }
  for (const i of through) {
    const contribution = partials[i];
    if (contribution === undefined) continue;
    const x = y.inputs[i] as Node;
    const others = cotangents.get(x);
    cotangents.set(x, others === undefined ? contribution : add(others, contribution));
  }
}

/** A pullback may be called long after its value was computed. */
function checkHistory(y: Node): void {
  if (y.inputs.length === 0) throw forgotten();
}

/** Results of one piece of work have one array of inputs; here they are by that array, in order. */
function resultsTogether(path: Path): ReadonlyMap<readonly Node[], readonly Node[]> {
  const together = new Map<readonly Node[], Node[]>();
  for (const [y, through] of path) {
    if (through.length === 0 || ruleOf(y) !== 'brought') continue;
    const others = together.get(y.inputs);
    if (others === undefined) together.set(y.inputs, [y]);
    else others.push(y);
  }
  return together;
}

function derivativeOf(y: Node): Derivative<Op> {
  return (y.attributes as { readonly code: { readonly derivative: Derivative<Op> } }).code.derivative;
}

/** For operations that have graphs inside. */
const graphs: Differentiation = {
  push(results, tangents) {
    const all = new Map(tangents);
    push(pathBetween(new Set(tangents.keys()), results), all);
    return results.map((result) => all.get(result));
  },
  pull(results, cotangents, sources) {
    const all = new Map<Node, Node>();
    results.forEach((result, i) => {
      const g = cotangents[i];
      if (g === undefined) return;
      const others = all.get(result);
      all.set(result, others === undefined ? g : add(others, g));
    });
    pull(pathBetween(new Set(sources), results), all);
    return sources.map((source) => all.get(source));
  },
};
