import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/wasm/runtime.ts';
import { compare } from './compare.ts';
import { type RandomGraph, randomGraph } from './generate.ts';
import { poisoned } from './poisoned.ts';
import { runs } from './runs.ts';

const programOf = ({ outputs }: RandomGraph, fuse = true) => compile({ outputs, updates: new Map() }, { fuse });

describe('programs of random graphs', () => {
  it('mean the same without fusion: every operation then is a kernel of its own', () => {
    fc.assert(
      fc.property(randomGraph(), (graph) => compare(graph.outputs, programOf(graph, false).run([]))),
      runs(7, 2_000),
    );
  }, 3_600_000);

  it('do not depend on what stood in the working memory', () => {
    fc.assert(
      fc.property(randomGraph(), (graph) => {
        const program = programOf(graph);
        expect(poisoned(program).run([])).toEqual(program.run([]));
      }),
      runs(11, 2_000),
    );
  }, 3_600_000);

  it('give the same bits at every run', () => {
    fc.assert(
      fc.property(randomGraph(), (graph) => {
        const program = programOf(graph);
        expect(program.run([])).toEqual(program.run([]));
      }),
      { seed: 13, numRuns: 200 },
    );
  }, 300_000);
});
