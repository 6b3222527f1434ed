import { gelu, relu, tanh } from '@gradkit/activations';
import { gradients } from '@gradkit/autograd';
import { explain, jit, matmul, memory, sum, type Tensor, tensor } from '@gradkit/core';
import {
  activation,
  batchNormalization,
  conv2d,
  dense,
  flatten,
  type Layer,
  type Model,
  maxPooling2d,
  sequential,
} from '@gradkit/layers';
import { meanSquaredError, sparseCategoricalCrossentropy } from '@gradkit/losses';
import { adam, sgd } from '@gradkit/optimizers';
import type { StartArray } from '../arrays.ts';
import { affine, type LayerOfWork, rules, type TrainingWork, type Work } from '../work.ts';
import type { Workload } from '../workload.ts';

type Arrays = ReadonlyMap<string, StartArray>;

function read(arrays: Arrays, name: string): Tensor {
  const { data, shape } = arrays.get(name) as StartArray;
  return tensor(data, { shape }).realize();
}

const functions = { relu, tanh };

function layerOf(layer: LayerOfWork): Layer {
  switch (layer.kind) {
    case 'dense':
      return dense({ units: layer.units, ...(layer.activation && { activation: functions[layer.activation] }) });
    case 'convolution':
      return conv2d({
        filters: layer.filters,
        kernelSize: layer.size,
        ...(layer.activation && { activation: functions[layer.activation] }),
      });
    case 'maxPooling':
      return maxPooling2d();
    case 'flatten':
      return flatten();
    case 'batchNormalization':
      return batchNormalization();
    case 'relu':
      return activation(relu);
  }
}

/** The network with the weights that all contestants start from. */
function modelOf(work: TrainingWork, arrays: Arrays): Model {
  const model = sequential(work.layers.map(layerOf));
  model.build([work.batch, ...work.input]);
  const weights = [...arrays.values()].filter(({ name }) => name.includes('/'));
  model.parameters.forEach(({ variable }, i) => {
    variable.assign((weights[i] as StartArray).data);
  });
  return model;
}

function training(work: TrainingWork, arrays: Arrays): Workload {
  const model = modelOf(work, arrays);
  const loss = work.loss === 'crossEntropy' ? sparseCategoricalCrossentropy({ fromLogits: true }) : meanSquaredError();
  const optimizer = work.optimizer === 'adam' ? adam(rules.adam) : sgd(rules.momentum);
  const step = jit((x: Tensor, y: Tensor) => {
    const value = loss(y, model.apply(x, { training: true }));
    optimizer.apply(gradients(value, model.parameters), model.parameters);
    return value;
  });
  const [x, y] = [read(arrays, 'x'), read(arrays, 'y')];
  let value: Tensor | undefined;
  return {
    run: () => {
      value = step(x, y);
    },
    wait: () => {
      value?.item();
    },
    read: () => [value?.item() ?? Number.NaN],
    facts: () => ({ kernels: Number.parseInt(explain(step, x, y), 10), ...memory() }),
  };
}

/** Not imported where it is not asked for: one thread does without it. */
const threadsEntry = '@gradkit/core/threads';

/** gradkit through its public interface: one compiled function for each work. */
export async function prepare(work: Work, arrays: Arrays, options: { readonly threads?: number }): Promise<Workload> {
  if (options.threads !== undefined) {
    const { useThreads } = (await import(threadsEntry)) as { useThreads: (threads: number) => Promise<unknown> };
    await useThreads(options.threads);
  }
  if (work.kind === 'training') return training(work, arrays);
  let value: Tensor | undefined;
  const result = (): ArrayLike<number> => value?.dataSync() ?? [];
  if (work.kind === 'product') {
    const [left, right] = [read(arrays, 'left'), read(arrays, 'right')];
    const product = jit((a: Tensor, b: Tensor) => matmul(a, b));
    return {
      run: () => {
        value = product(left, right);
      },
      read: result,
    };
  }
  const [x, scale, shift] = [read(arrays, 'x'), tensor(affine.scale), tensor(affine.shift)];
  const program = jit((t: Tensor, a: Tensor, b: Tensor) => sum(gelu(t.mul(a).add(b))));
  return {
    run: () => {
      value = program(x, scale, shift);
    },
    read: result,
  };
}
