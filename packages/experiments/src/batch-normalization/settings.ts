export const defaults = { activation: 'relu', normalization: false, learningRate: 1, scale: 1, epochs: 6, seed: 1 };

/** What both networks are tried with. */
export const rates: readonly number[] = [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];
export const scales: readonly number[] = [0.03, 0.1, 0.3, 1, 3, 10, 30];
export const batchSizes: readonly number[] = [2, 4, 16, 64];

/** What is shown and tried when the rate, the scale or the batch size is not what is varied. */
export const usual = { learningRate: 0.1, scale: 1, batchSize: 64, epochs: 3 };
