import brain from 'brain.js';

const activations = { relu: 'relu', tanh: 'tanh' };

/**
 * brain.js: one pass over the samples of the batch. Not the same algorithm: it knows neither batches nor
 * cross-entropy, and updates after every sample.
 */
export function prepare(work, arrays) {
  if (work.kind !== 'training' || work.layers.some(({ kind }) => kind !== 'dense')) {
    throw new Error('brain.js has dense networks only');
  }
  const units = work.layers.at(-1).units;
  const network = new brain.NeuralNetwork({
    hiddenLayers: work.layers.slice(0, -1).map((layer) => layer.units),
    activation: activations[work.layers[0].activation],
  });
  const { data: x } = arrays.get('x');
  const { data: y } = arrays.get('y');
  const width = work.input[0];
  const samples = Array.from({ length: work.batch }, (_, i) => ({
    input: Array.from(x.subarray(i * width, (i + 1) * width)),
    output:
      work.loss === 'crossEntropy'
        ? Array.from({ length: units }, (_, c) => (c === y[i] ? 1 : 0))
        : Array.from(y.subarray(i * units, (i + 1) * units)),
  }));
  let error = Number.NaN;
  return {
    run: () => {
      error = network.train(samples, { iterations: 1, errorThresh: 1e-300, learningRate: 0.001, praxis: 'adam' }).error;
    },
    read: () => [error],
  };
}
