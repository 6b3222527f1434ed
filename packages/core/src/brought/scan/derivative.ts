import { isFloat } from '../../dtype.ts';
import { literal, type Node, topological } from '../../graph.ts';
import type { Derivative, Differentiation } from '../../ops/brought.ts';
import { codeOf, draftOf, gateOf, looped, type OpenLoop, opened, placeholder } from './loop.ts';
import { residualsOf } from './residuals.ts';
import { Sums } from './sums.ts';

const zeros = ({ dtype, shape }: Node): Node => literal(0, dtype, shape);

/**
 * Forward mode: a loop that carries tangents beside the values,
 * `[cₜ₊₁, ċₜ₊₁] = [f(cₜ, xₜ), ∂f/∂c ċₜ + ∂f/∂x ẋₜ]`. A carry has a tangent if it starts with one or takes one over from
 * another.
 */
const push: Derivative<'scan'>['push'] = (ys, tangents, graphs) => {
  const open = opened(ys);
  const { parameters, next, outputs } = open;
  const { carries, slices } = open.loop;
  const own = new Map<number, Node>();
  tangents.forEach((tangent, i) => {
    if (tangent !== undefined) own.set(i, placeholder(parameters[i] as Node));
  });
  const pushed = (): readonly (Node | undefined)[] =>
    graphs.push(
      [...next, ...outputs.map((output) => (typeof output === 'number' ? (next[output] as Node) : output))],
      new Map([...own].map(([i, tangent]) => [parameters[i] as Node, tangent])),
    );
  let found = pushed();
  for (let before = -1; before < own.size; found = pushed()) {
    before = own.size;
    next.forEach((_, i) => {
      if (found[i] !== undefined && !own.has(i)) own.set(i, placeholder(parameters[i] as Node));
    });
  }
  const base = draftOf(open);
  const seeds = [...own].map(([i, parameter]) => {
    const like = parameters[i] as Node;
    return { i, parameter, given: tangents[i] ?? zeros(like), next: found[i] ?? zeros(like) };
  });
  const carried = seeds.filter(({ i }) => i < carries);
  const results = looped(
    {
      ...base,
      carries: [...base.carries, ...carried.map((seed) => ({ ...seed, initial: seed.given }))],
      slices: [
        ...base.slices,
        ...seeds
          .filter(({ i }) => i >= carries && i < carries + slices)
          .map(({ parameter, given }) => ({ parameter, values: given })),
      ],
      constants: [
        ...base.constants,
        ...seeds.filter(({ i }) => i >= carries + slices).map(({ parameter, given }) => ({ parameter, value: given })),
      ],
      stacks: outputs.map((output, at) => (typeof output === 'number' ? undefined : found[carries + at])),
    },
    codeOf(ys),
  );
  return outputs.map((output, at) => {
    if (typeof output !== 'number') return results.stacked[at];
    const position = carried.findIndex(({ i }) => i === output);
    return position < 0 ? undefined : results.carried[carries + position];
  });
};

/**
 * Reverse mode: a loop from the last step to the first that carries the cotangents of the carries,
 * `c̄ₜ = (∂f/∂c)ᵀ c̄ₜ₊₁ + (∂y/∂c)ᵀ ȳₜ`, keeps those of the slices and sums up those of the constants. What it needs of the forward
 * steps is read from the arrays that they read, or kept by the forward loop for it.
 */
const pull: Derivative<'scan'>['pull'] = (ys, cotangents, graphs, wanted) => {
  const open = opened(ys);
  const { parameters } = open;
  const { carries, slices, length, reverse } = open.loop;
  const { carried, kept, found } = cotangentsInside(open, cotangents, graphs, wanted);
  const isConstant = (i: number): boolean => i >= carries + slices;

  const sums = new Sums(open, ys);
  const totals = parameters.map((_, i) => {
    const share = found.get(i);
    return isConstant(i) && wanted[i] && share !== undefined ? sums.over(share) : undefined;
  });
  const own = [...carried].map(([i, parameter]) => {
    const like = parameters[i] as Node;
    const at = open.outputs.indexOf(i);
    const initial = (at < 0 ? undefined : cotangents[at]) ?? zeros(like);
    return { initial, parameter, next: found.get(i) ?? zeros(like) };
  });
  const ofSlices = parameters.map((_, i) => {
    const isSlice = i >= carries && !isConstant(i);
    return isSlice && wanted[i] ? found.get(i) : undefined;
  });
  const stacks = [...ofSlices, ...sums.stacks];
  const added = sums.accumulated.map((share) => {
    const parameter = placeholder(share);
    return { initial: zeros(share), parameter, next: sums.add(parameter, share) };
  });
  const residuals = residualsOf(open, ys, [
    ...own.map(({ next }) => next),
    ...sums.accumulated,
    ...stacks.filter((n) => n !== undefined),
  ]);
  const results = looped(
    {
      length,
      reverse: !reverse,
      carries: [...own, ...added],
      slices: [...kept, ...residuals.slices],
      constants: residuals.constants,
      stacks,
      gate: gateOf(open),
    },
    codeOf(ys),
  );
  const positions = [...carried.keys()];
  const totalOf = sums.finish(
    results.carried.slice(own.length),
    results.stacked.slice(ofSlices.length) as readonly Node[],
  );
  return parameters.map((_, i) => {
    if (i < carries) return positions.includes(i) ? results.carried[positions.indexOf(i)] : undefined;
    const total = totals[i];
    return isConstant(i) ? total && totalOf(total) : results.stacked[i];
  });
};

/** The way back through one step, in terms of placeholders for the cotangents that come in. */
function cotangentsInside(
  open: OpenLoop,
  cotangents: readonly (Node | undefined)[],
  graphs: Differentiation,
  wanted: readonly boolean[],
) {
  const { parameters, next, outputs } = open;
  const varying = varyingParameters(open, wanted);
  const kept = outputs.flatMap((output, at) => {
    const values = cotangents[at];
    return typeof output === 'number' || values === undefined
      ? []
      : [{ output, values, parameter: placeholder(output) }];
  });
  const carried = new Map<number, Node>();
  const carry = (i: number): void => {
    if (varying.includes(i) && !carried.has(i)) carried.set(i, placeholder(parameters[i] as Node));
  };
  outputs.forEach((output, at) => {
    if (typeof output === 'number' && cotangents[at] !== undefined) carry(output);
  });
  for (;;) {
    const back = graphs.pull(
      [...[...carried.keys()].map((i) => next[i] as Node), ...kept.map(({ output }) => output)],
      [...carried.values(), ...kept.map(({ parameter }) => parameter)],
      varying.map((i) => parameters[i] as Node),
    );
    const found = new Map<number, Node>();
    varying.forEach((i, at) => {
      const cotangent = back[at];
      if (cotangent !== undefined) found.set(i, cotangent);
    });
    const before = carried.size;
    for (const i of found.keys()) if (i < open.loop.carries) carry(i);
    if (carried.size === before) return { carried, kept, found };
  }
}

/** Parameters on the way from a wanted input to a result: by the carries, one leads to others in later steps. */
function varyingParameters({ loop, parameters, next }: OpenLoop, wanted: readonly boolean[]): number[] {
  const varying = new Set<Node>(parameters.filter((_, i) => wanted[i]));
  for (let before = -1; before < varying.size; ) {
    before = varying.size;
    const reached = new Set<Node>(varying);
    for (const n of topological(next)) {
      if (isFloat(n.dtype) && n.inputs.some((input) => reached.has(input))) reached.add(n);
    }
    next.forEach((n, i) => {
      if (i < loop.carries && reached.has(n)) varying.add(parameters[i] as Node);
    });
  }
  return parameters.flatMap((parameter, i) => (varying.has(parameter) ? [i] : []));
}

export const scanDerivative: Derivative<'scan'> = { push, pull };
