import * as tf from '@tensorflow/tfjs';

const activations = { relu: tf.relu, tanh: tf.tanh };

function normalised(x, gamma, beta, running) {
  const { mean, variance } = tf.moments(x, 0);
  const [size] = x.shape;
  const [runningMean, runningVariance] = running;
  runningMean.assign(tf.add(tf.mul(runningMean, 0.99), tf.mul(mean, 0.01)));
  runningVariance.assign(tf.add(tf.mul(runningVariance, 0.99), tf.mul(variance, (0.01 * size) / (size - 1))));
  return tf.batchNorm(x, mean, variance, beta, gamma, 1e-3);
}

function forward(work, weights, x) {
  let value = x;
  work.layers.forEach((layer, i) => {
    const [kernel, bias, ...running] = weights[i] ?? [];
    if (layer.kind === 'dense') value = tf.add(tf.matMul(value, kernel), bias);
    else if (layer.kind === 'convolution') value = tf.add(tf.conv2d(value, kernel, 1, 'valid'), bias);
    else if (layer.kind === 'maxPooling') value = tf.maxPool(value, 2, 2, 'valid');
    else if (layer.kind === 'flatten') value = tf.reshape(value, [value.shape[0], -1]);
    else if (layer.kind === 'batchNormalization') value = normalised(value, kernel, bias, running);
    else value = tf.relu(value);
    if (layer.activation) value = activations[layer.activation](value);
  });
  return value;
}

const optimizers = {
  adam: ({ learningRate, beta1, beta2, epsilon }) => tf.train.adam(learningRate, beta1, beta2, epsilon),
  momentum: ({ learningRate, momentum }) => tf.train.momentum(learningRate, momentum),
};

function training(work, arrays, rules) {
  const trained = [];
  const weights = work.layers.map((layer, i) => {
    const of = (name) => {
      const found = arrays.get(`${i}/${name}`);
      const made = tf.variable(tf.tensor(found.data, found.shape));
      trained.push(made);
      return made;
    };
    if (layer.kind === 'dense' || layer.kind === 'convolution') return [of('kernel'), of('bias')];
    if (layer.kind !== 'batchNormalization') return [];
    const made = [of('gamma'), of('beta')];
    const [channels] = made[0].shape;
    return [...made, tf.variable(tf.zeros([channels]), false), tf.variable(tf.ones([channels]), false)];
  });
  const x = tf.tensor(arrays.get('x').data, arrays.get('x').shape);
  const { data, shape } = arrays.get('y');
  const classes = work.loss === 'crossEntropy';
  const y = classes ? tf.oneHot(tf.tensor(data, shape, 'int32'), work.layers.at(-1).units) : tf.tensor(data, shape);
  const target = tf.cast(y, 'float32');
  const optimizer = optimizers[work.optimizer](rules[work.optimizer]);
  const loss = () => {
    const output = forward(work, weights, x);
    return classes ? tf.losses.softmaxCrossEntropy(target, output) : tf.losses.meanSquaredError(target, output);
  };
  let value;
  const read = () => value.data();
  return {
    run: () => {
      value?.dispose();
      value = optimizer.minimize(loss, true, trained);
    },
    wait: async () => {
      await read();
    },
    read,
  };
}

/** tfjs has no operation for it, so it is put together; the error function is one. */
function gelu(x) {
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
}

/** TensorFlow.js, operation by operation: it has nothing that compiles. */
export async function prepareOn(backend, work, arrays, { rules, affine }) {
  if (!(await tf.setBackend(backend))) throw new Error(`tfjs has no backend ${backend} here`);
  await tf.ready();
  if (work.kind === 'training') return training(work, arrays, rules);
  let value;
  const keep = (compute) => {
    value?.dispose();
    value = tf.tidy(compute);
  };
  const read = () => value.data();
  if (work.kind === 'product') {
    const of = (name) => tf.tensor(arrays.get(name).data, [work.extent, work.extent]);
    const [left, right] = [of('left'), of('right')];
    return { run: () => keep(() => tf.matMul(left, right)), read };
  }
  const x = tf.tensor(arrays.get('x').data);
  return { run: () => keep(() => tf.sum(gelu(tf.add(tf.mul(x, affine.scale), affine.shift)))), read };
}
