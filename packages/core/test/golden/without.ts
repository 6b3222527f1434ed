/** Functions of core that are compared with values from outside elsewhere, or with none, and why. */
export const without: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    'functions/sorting.test.ts, quantiles.test.ts and searching.test.ts compare them with NumPy':
      'sort argsort topK median quantile searchSorted',
    'functions/cumulative.test.ts and linear-recurrence.test.ts compare them with NumPy and SciPy':
      'cumsum cumprod cummax cummin linearRecurrence',
    'draws random numbers: random/*.test.ts compare the streams with those of JAX and of the paper, and the distributions':
      'bernoulli beta categorical dirichlet exponential foldIn gamma gumbel key laplace normal permutation randint randomBits split threefry2x32 truncatedNormal uniform',
    'makes, runs or differentiates programs: what they compute is up to other functions':
      'assign conditional explain hostScalar jit memory named scan stopGradient tensor trackCreation variable',
    'is about shapes, options and messages, not about numbers':
      'broadcastShapes checkFlags checkOptions checkShape describe equalShapes flattenTree formatShape normalizeAxes normalizeAxis sizeOf',
  }).flatMap(([reason, names]) => names.split(' ').map((name) => [name, reason])),
);
