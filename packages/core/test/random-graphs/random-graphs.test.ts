import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TypedArray } from '../../src/dtype.ts';
import { realize } from '../../src/execute.ts';
import { type Node, topological } from '../../src/graph.ts';
import { sizeOf } from '../../src/shape.ts';
import { intervalAt } from './bounds.ts';
import { compare } from './compare.ts';
import { enclose } from './enclosure.ts';
import { everyOperation, randomGraph } from './generate.ts';
import { runs } from './runs.ts';

const parameters = { seed: 20_240_229, numRuns: 2_000 };

const run = (outputs: readonly Node[]): TypedArray[] => {
  realize(outputs);
  return outputs.map((n) => n.values as TypedArray);
};

describe('random graphs', () => {
  it('compute what the interpreter computes, within the accuracy budgets', () => {
    fc.assert(
      fc.property(randomGraph(), ({ outputs }) => compare(outputs, run(outputs))),
      runs(parameters.seed, parameters.numRuns),
    );
  }, 3_600_000);
});

describe('the generator', () => {
  const graphs = fc.sample(randomGraph(), parameters);

  it('uses every operation on every element type', () => {
    const seen = new Set(graphs.flatMap(({ outputs }) => topological(outputs).map(signature)));
    expect(everyOperation.map(({ op, dtype }) => `${op} ${dtype}`).filter((each) => !seen.has(each))).toEqual([]);
  });

  it('uses every extent, rank and number of outputs that matters', () => {
    const nodes = graphs.flatMap(({ outputs }) => topological(outputs));
    const shapes = nodes.map((n) => n.shape);
    expect([0, 1, 2, 3, 4].every((rank) => shapes.some((shape) => shape.length === rank))).toBe(true);
    expect([0, 1, 2, 3, 5, 7, 17, 33].every((extent) => shapes.some((shape) => shape.includes(extent)))).toBe(true);
    expect(shapes.some((shape) => sizeOf(shape) > 10_000)).toBe(true);
    expect(Math.max(...shapes.map(sizeOf))).toBeLessThanOrEqual(40_000);
    expect(graphs.every(({ outputs }) => outputs.length > 0)).toBe(true);
    expect(graphs.filter(({ outputs }) => outputs.length > 1).length).toBeGreaterThan(1_000);
    expect(graphs.filter(({ outputs }) => isShared(outputs)).length).toBeGreaterThan(1_000);
  });

  it('leaves little room: almost every element of an output is exact or known to five digits', () => {
    let tight = 0;
    let all = 0;
    for (const { outputs } of graphs) {
      for (const [k, enclosure] of enclose(outputs).entries()) {
        const { shape } = outputs[k] as Node;
        for (let i = 0; i < sizeOf(shape); i++) {
          const { lo, hi, nan } = intervalAt(enclosure, i);
          all++;
          if (Number.isNaN(lo) || (nan === 0 && (lo === hi || hi - lo <= 1e-5 * Math.max(1, Math.abs(lo))))) tight++;
        }
      }
    }
    expect(tight / all).toBeGreaterThan(0.95);
  });

  it('describes a graph with the values it starts from', () => {
    const graph = graphs.find(({ outputs }) => outputs.some((n) => n.op === 'neg' && n.inputs[0]?.op === 'input'));
    expect(graph?.describe()).toMatch(/^%0 = .*= neg\(.*\nreturn %.*\n%\d+ holds /s);
  });
});

const signature = (n: Node): string => `${n.op} ${(n.inputs[0] ?? n).dtype}`;

/** Whether a computed node is used twice. */
function isShared(outputs: readonly Node[]): boolean {
  const users = topological(outputs).flatMap((n) => [...new Set(n.inputs)]);
  return users.some((n, i) => n.inputs.length > 0 && users.indexOf(n) !== i);
}
