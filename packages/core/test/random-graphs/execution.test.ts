import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile, type RunOptions } from '../../src/wasm/runtime.ts';
import { compare } from './compare.ts';
import { type RandomGraph, randomGraph } from './generate.ts';
import { runs } from './runs.ts';

const values = ({ outputs }: RandomGraph, options: Partial<RunOptions> = {}) =>
  compile({ outputs, updates: new Map() }, options).run([]);

describe('programs of random graphs', () => {
  it('mean the same without fusion: every operation then is a kernel of its own', () => {
    fc.assert(
      fc.property(randomGraph(), (graph) => compare(graph.outputs, values(graph, { fuse: false }))),
      runs(7, 2_000),
    );
  }, 3_600_000);

  it('do not depend on what stood in the working memory', () => {
    fc.assert(
      fc.property(randomGraph(), (graph) => {
        expect(values(graph, { poison: true })).toEqual(values(graph));
      }),
      runs(11, 2_000),
    );
  }, 3_600_000);

  it('give the same bits at every run', () => {
    fc.assert(
      fc.property(randomGraph(), (graph) => {
        const program = compile({ outputs: graph.outputs, updates: new Map() });
        expect(program.run([])).toEqual(program.run([]));
      }),
      { seed: 13, numRuns: 200 },
    );
  }, 300_000);
});
