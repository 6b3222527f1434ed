export const defaults = { activation: 'relu', learningRate: 0.05, bias: 0, epochs: 10, seed: 1 };

/** What is tried in the map, beside what is set. */
export const rates: readonly number[] = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3];
export const biases: readonly number[] = [-2, -1, -0.5, 0, 0.5];
