import { gelu, relu, tanh } from '@gradkit/activations';
import { gradients } from '@gradkit/autograd';
import { explain, jit, matmul, memory, sum, type Tensor, tensor } from '@gradkit/core';
import { zeros } from '@gradkit/initializers';
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
import { convolution, recurrent, summed } from './gradkit-kernels.ts';

type Arrays = ReadonlyMap<string, StartArray>;

/** Reads one of the arrays to start from. */
type Read = (name: string) => Tensor;

const functions = { relu, tanh };

function layerOf(layer: LayerOfWork): Layer {
  switch (layer.kind) {
    case 'dense':
      return dense({
        units: layer.units,
        kernelInitializer: zeros(),
        ...(layer.activation && { activation: functions[layer.activation] }),
      });
    case 'convolution':
      return conv2d({
        filters: layer.filters,
        kernelSize: layer.size,
        kernelInitializer: zeros(),
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

/** The network with the weights that all contestants start from, in place of first ones of its own. */
function modelOf(work: TrainingWork, arrays: Arrays): Model {
  const model = sequential(work.layers.map(layerOf));
  model.build([work.batch, ...work.input]);
  const weights = [...arrays.values()].filter(({ name }) => name.includes('/'));
  model.parameters.forEach(({ variable }, i) => {
    variable.assign((weights[i] as StartArray).data);
  });
  return model;
}

function training(work: TrainingWork, arrays: Arrays, read: Read): Workload {
  const model = modelOf(work, arrays);
  const loss = work.loss === 'crossEntropy' ? sparseCategoricalCrossentropy({ fromLogits: true }) : meanSquaredError();
  const optimizer = work.optimizer === 'adam' ? adam(rules.adam) : sgd(rules.momentum);
  const step = jit((x: Tensor, y: Tensor) => {
    const value = loss(y, model.apply(x, { training: true }));
    optimizer.apply(gradients(value, model.parameters), model.parameters);
    return value;
  });
  const [x, y] = [read('x'), read('y')];
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

/** Threads start before anything is compiled, or it is said why they cannot. */
async function startThreads(count: number, always: boolean): Promise<void> {
  // Not loaded where it is not asked for: one thread does without it.
  const { useThreads } = await import('@gradkit/core/threads');
  const threads = useThreads(count, { always });
  if ((await threads.ready) < count) throw new Error(`no threads: ${threads.reason}`);
}

function product(read: Read): Workload {
  const [left, right] = [read('left'), read('right')];
  const program = jit((a: Tensor, b: Tensor) => matmul(a, b));
  let value: Tensor | undefined;
  return {
    run: () => {
      value = program(left, right);
    },
    read: () => value?.dataSync() ?? [],
  };
}

function elementwise(read: Read): Workload {
  const [x, scale, shift] = [read('x'), tensor(affine.scale), tensor(affine.shift)];
  const program = jit((t: Tensor, a: Tensor, b: Tensor) => sum(gelu(t.mul(a).add(b))));
  let value: Tensor | undefined;
  return {
    run: () => {
      value = program(x, scale, shift);
    },
    read: () => [value?.item() ?? Number.NaN],
  };
}

/** gradkit through its public interface: one compiled function for each work. */
export async function prepare(
  work: Work,
  arrays: Arrays,
  { threads, always = false }: { readonly threads?: number; readonly always?: boolean },
): Promise<Workload> {
  if (threads !== undefined) await startThreads(threads, always);
  const read: Read = (name) => {
    const { data, shape } = arrays.get(name) as StartArray;
    return tensor(data, { shape }).realize();
  };
  switch (work.kind) {
    case 'training':
      return training(work, arrays, read);
    case 'product':
      return product(read);
    case 'elementwise':
      return elementwise(read);
    case 'convolution':
      return convolution(work, read);
    case 'function':
      return summed(work, read);
    case 'recurrent':
      return recurrent(work, read);
  }
}
