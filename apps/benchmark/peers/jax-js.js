import { defaultDevice, init, jit, lax, nn, numpy as np, valueAndGrad } from '@jax-js/jax';

/** Arrays are counted: `.ref` keeps what is used again, and every function consumes what it gets. */
const { array, float32 } = { array: np.array, float32: np.float32 };

const activations = { relu: nn.relu, tanh: np.tanh };

/** Axes of images and kernels as this library wants them: channels first. */
const channelsFirst = { x: [0, 3, 1, 2], kernel: [3, 2, 0, 1] };

/** Rows of a dense layer after flattening, from the order (height, width, channel) to (channel, height, width). */
function flattened(kernel, [height, width, channels]) {
  const units = kernel.shape[1];
  return np.transpose(kernel.reshape([height, width, channels, units]), [2, 0, 1, 3]).reshape([-1, units]);
}

/** Batch normalisation with the numbers of the batch; the running averages go along as state. */
function normalised(x, gamma, beta, state, kept) {
  const [size] = x.shape;
  const mean = np.mean(x.ref, 0);
  const centred = x.sub(mean.ref);
  const variance = np.mean(np.square(centred.ref), 0);
  const [runningMean, runningVariance] = state;
  kept.push(
    runningMean.mul(0.99).add(lax.stopGradient(mean).mul(0.01)),
    runningVariance.mul(0.99).add(lax.stopGradient(variance.ref).mul((0.01 * size) / (size - 1))),
  );
  return centred
    .mul(np.reciprocal(np.sqrt(variance.add(1e-3))))
    .mul(gamma)
    .add(beta);
}

function forward(work, parameters, state, x, kept) {
  const rest = [...parameters];
  const averages = [...state];
  let value = x;
  for (const layer of work.layers) {
    if (layer.kind === 'dense') value = np.matmul(value, rest.shift()).add(rest.shift());
    else if (layer.kind === 'convolution') {
      value = lax.conv(value, rest.shift(), [1, 1], 'VALID').add(rest.shift().reshape([1, -1, 1, 1]));
    } else if (layer.kind === 'maxPooling') {
      const [n, c, height, width] = value.shape;
      const even = value.slice([], [], [0, 2 * (height >> 1)], [0, 2 * (width >> 1)]);
      value = np.max(even.reshape([n, c, height >> 1, 2, width >> 1, 2]), [3, 5]);
    } else if (layer.kind === 'flatten') value = value.reshape([value.shape[0], -1]);
    else if (layer.kind === 'batchNormalization') {
      value = normalised(value, rest.shift(), rest.shift(), averages.splice(0, 2), kept);
    } else value = nn.relu(value);
    if (layer.activation) value = activations[layer.activation](value);
  }
  return value;
}

function lossOf(work, output, y) {
  if (work.loss === 'squaredError') return np.mean(np.square(output.sub(y)));
  return np.mean(np.sum(nn.logSoftmax(output, -1).mul(y), -1)).mul(-1);
}

/** New parameters and slots from gradients. */
const updates = {
  adam({ learningRate, beta1, beta2, epsilon }, parameters, gradients, [m, v], t) {
    const correction = np
      .sqrt(np.array(1).sub(np.power(np.array(beta2), t.ref)))
      .div(np.array(1).sub(np.power(np.array(beta1), t)))
      .mul(learningRate);
    const nextM = m.map((old, i) => old.mul(beta1).add(gradients[i].ref.mul(1 - beta1)));
    const nextV = v.map((old, i) => old.mul(beta2).add(np.square(gradients[i]).mul(1 - beta2)));
    const next = parameters.map((p, i) =>
      p.sub(nextM[i].ref.mul(correction.ref).div(np.sqrt(nextV[i].ref).add(epsilon))),
    );
    correction.dispose();
    return [next, [nextM, nextV]];
  },
  momentum({ learningRate, momentum }, parameters, gradients, [velocity], t) {
    t.dispose();
    const next = velocity.map((old, i) => old.mul(momentum).sub(gradients[i].mul(learningRate)));
    return [parameters.map((p, i) => p.add(next[i].ref)), [next]];
  },
};

function startOf(work, arrays) {
  const parameters = [];
  const state = [];
  let shape = work.input;
  let image;
  work.layers.forEach((layer, i) => {
    const of = (name) => {
      const found = arrays.get(`${i}/${name}`);
      return array(found.data).reshape([...found.shape]);
    };
    if (layer.kind === 'dense') {
      parameters.push(image ? flattened(of('kernel'), image) : of('kernel'), of('bias'));
      image = undefined;
      shape = [layer.units];
    } else if (layer.kind === 'convolution') {
      parameters.push(np.transpose(of('kernel'), channelsFirst.kernel), of('bias'));
      shape = [shape[0] - layer.size + 1, shape[1] - layer.size + 1, layer.filters];
    } else if (layer.kind === 'maxPooling') shape = [shape[0] >> 1, shape[1] >> 1, shape[2]];
    else if (layer.kind === 'flatten') image = shape;
    else if (layer.kind === 'batchNormalization') {
      parameters.push(of('gamma'), of('beta'));
      state.push(np.zeros(shape), np.ones(shape));
    }
  });
  return { parameters, state };
}

function training(work, arrays, rules) {
  const { parameters, state } = startOf(work, arrays);
  const slots = Array.from({ length: work.optimizer === 'adam' ? 2 : 1 }, () =>
    parameters.map((p) => np.zeros(p.shape)),
  );
  const step = jit((params, averages, old, t, x, y) => {
    const loss = (ps) => {
      const kept = [];
      const value = lossOf(work, forward(work, ps, averages, x, kept), y);
      return [value, kept];
    };
    const [[value, kept], gradients] = valueAndGrad(loss, { hasAux: true })(params.map((p) => p.ref));
    const [next, nextSlots] = updates[work.optimizer](rules[work.optimizer], params, gradients, old, t.ref);
    return [value, next, kept, nextSlots, t.add(1)];
  });
  const found = arrays.get('x');
  let x = array(found.data).reshape([...found.shape]);
  if (work.input.length === 3) x = np.transpose(x, channelsFirst.x);
  const target = arrays.get('y');
  const y =
    work.loss === 'crossEntropy'
      ? nn.oneHot(array(target.data, { dtype: np.int32 }), work.layers.at(-1).units).astype(float32)
      : array(target.data).reshape([...target.shape]);
  let now = [undefined, parameters, state, slots, array(1)];
  return {
    run: () => {
      now[0]?.dispose();
      now = step(now[1], now[2], now[3], now[4], x.ref, y.ref);
      // Calls of compiled functions are only noted down until somebody waits.
      return now[0].blockUntilReady();
    },
    read: () => now[0].ref.data(),
  };
}

/** jax-js: the whole step in one `jit`. */
export async function prepare(work, arrays, { rules, affine, device = 'wasm' }) {
  await init(device);
  defaultDevice(device);
  if (work.kind === 'training') return training(work, arrays, rules);
  let value;
  const keep = (next) => {
    value?.dispose();
    value = next;
    return value.blockUntilReady();
  };
  const read = () => value.ref.data();
  if (work.kind === 'product') {
    const of = (name) => array(arrays.get(name).data).reshape([work.extent, work.extent]);
    const [left, right] = [of('left'), of('right')];
    const product = jit((a, b) => np.matmul(a, b));
    return { run: () => keep(product(left.ref, right.ref)), read };
  }
  const x = array(arrays.get('x').data);
  const [scale, shift] = [array(affine.scale), array(affine.shift)];
  const program = jit((t, a, b) => np.sum(nn.gelu(t.mul(a).add(b), { approximate: false })));
  return { run: () => keep(program(x.ref, scale.ref, shift.ref)), read };
}
