/// <reference types="node" />

/** How many random graphs, from which seed: `npm run soak` asks for more, and for others. */
export function runs(seed: number, count: number): { readonly seed: number; readonly numRuns: number } {
  const { GRAPH_COUNT, GRAPH_SEED } = process.env;
  return {
    seed: GRAPH_SEED === undefined ? seed : Number(GRAPH_SEED) + seed,
    numRuns: GRAPH_COUNT === undefined ? count : Number(GRAPH_COUNT),
  };
}
