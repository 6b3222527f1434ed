/**
 * Numbers in (0, 1) that every language makes alike: the minimal standard generator, whose products are exact in float64.
 *
 * @see S. Park and K. Miller, Random number generators: good ones are hard to find, 1988
 */
export function minimalStandard(seed: number): () => number {
  let state = seed;
  return () => {
    state = (16807 * state) % 2147483647;
    return state / 2147483647;
  };
}
