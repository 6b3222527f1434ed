import {
  ArgumentError,
  checkOptions,
  describe,
  jit,
  type Shape,
  sizeOf,
  type Tensor,
  type Variable,
} from '@gradkit/core';
import type { Model, Values } from '@gradkit/layers';
import type { Optimizer } from '@gradkit/optimizers';
import { type AnyModel, type ObjectiveOptions, type Signal, type TrainingData, trainStep } from '@gradkit/train';
import { excerptOf, rowsOf } from '../excerpt.ts';
import { keepState } from '../kept-state.ts';
import { layersOf, neededFields, subjectOf } from '../subject.ts';
import { now } from './clock.ts';
import { type MachineSpeed, machineSpeed } from './machine-speed.ts';
import { type Work, without, workOf } from './work.ts';

/** Options of {@link estimate}. */
export interface EstimateOptions extends Pick<ObjectiveOptions, 'loss' | 'lossWeights'> {
  readonly optimizer: Optimizer;
  /** Samples per step, or `'full'`; default 32, or as the batches given. */
  readonly batchSize?: number | 'full' | undefined;
  /**
   * Steps that are made and timed, on the model itself, which is put back afterwards: an integer of at least 0. With 0, nothing of
   * the model runs, and times follow from operations. Default 0.
   */
  readonly steps?: number | undefined;
  /** Source of the weights if the model has none yet; a safe integer ≥ 0, default 0. */
  readonly seed?: number | undefined;
  /** Ends it early: it then rejects with the signal's reason. Default none. */
  readonly signal?: Signal | undefined;
}

/** What training will take. */
export interface Estimate {
  readonly parameters: { readonly trained: number; readonly fixed: number };
  /** Of one step: the loss, its gradients, and what the optimizer does with them. */
  readonly operations: { readonly forward: Work; readonly backward: Work; readonly update: Work };
  /** In bytes. */
  readonly memory: {
    readonly weights: number;
    /** What the optimizer keeps: moments, averages, counters. */
    readonly optimizer: number;
    /** The outputs of all layers for one batch: what would be kept if nothing were fused. */
    readonly activations: number;
    /** What the compiled step keeps besides weights and optimizer: its own plan of memory, known without running. */
    readonly program: number;
  };
  readonly batchSize: number;
  /** Undefined where nobody knows how long the data is. */
  readonly stepsPerEpoch: number | undefined;
  readonly time: {
    /** Whether steps were made and timed, or operations counted and divided by the speed of this machine. */
    readonly from: 'operations' | 'steps';
    readonly secondsPerStep: number;
    readonly secondsPerEpoch: number | undefined;
  };
}

const where = 'estimate';

/**
 * What training will take: parameters, operations, memory, and time for an epoch.
 *
 * ```text
 * operations      counted in the graph of the loss, of its gradients, and of the update
 * memory          weights + what the optimizer keeps + the plan of the compiled step
 * time of a step  multiply-adds / their speed + other operations / their speed     with steps: 0
 *                 lower quartile of the steps                                      with steps: n
 *                 + 8 calls of a tiny program, for what is around it
 * ```
 *
 * The speed of this machine is measured with a product of matrices and a function of many numbers, for about a twentieth of a
 * second. Over six networks, from 30-16-1 to convolutions and an LSTM, epochs took 0.5 to 2.8 times what operations say,
 * the more the smaller the network, and 0.6 to 1.7 times what 20 steps say, on a machine that others used as well.
 * Reading data that is not in memory, validation and callbacks are not in.
 *
 * The model is built, and the optimizer makes what it keeps, as `fit` would; nothing else changes.
 *
 * @param data as for `fit`
 * @throws ArgumentError, ShapeError, DataError when an option is missing or wrong, or the data does not fit
 * @example
 * ```ts
 * import { iris } from '@gradkit/data/iris';
 * import { estimate } from '@gradkit/diagnostics';
 * import { dense, sequential } from '@gradkit/layers';
 * import { sparseCategoricalCrossentropy } from '@gradkit/losses';
 * import { adam } from '@gradkit/optimizers';
 *
 * const model = sequential([dense({ units: 3 })]);
 * const loss = sparseCategoricalCrossentropy({ fromLogits: true });
 * const { parameters, operations, memory } = await estimate(model, iris(), { loss, optimizer: adam() });
 * console.log(parameters.trained, operations.forward.multiplyAdds); // 15 384, which is 32 · 4 · 3
 * console.log(memory.weights, memory.optimizer); // 60 bytes, and twice as many for moments, with counters
 * ```
 */
export async function estimate<I extends Values = Tensor, O extends Values = Tensor>(
  model: Model<I, O>,
  data: TrainingData,
  options: EstimateOptions,
): Promise<Estimate> {
  checkOptions(where, options, ['loss', 'lossWeights', 'optimizer', 'batchSize', 'steps', 'seed', 'signal']);
  const { optimizer, batchSize, steps = 0, seed = 0, signal } = options ?? {};
  checkOptimizer(where, optimizer);
  checkCount(where, 'steps', steps);
  checkCount(where, 'seed', seed);
  const own = model as unknown as AnyModel;
  checkModel(where, own);
  const excerpt = await excerptOf(where, data, neededFields(own), { batchSize, seed, signal });
  const { loss, lossWeights } = options;
  subjectOf(where, own, excerpt, { loss, lossWeights }, seed);
  optimizer.build(own.parameters);

  let forward: Work = { multiplyAdds: 0, arithmetic: 0 };
  let both: Work = forward;
  let all: Work = forward;
  const step = trainStep(own, {
    loss,
    lossWeights,
    optimizer,
    watch({ loss: value, gradients, parameters }) {
      const needed = [value.node, ...gradients.map((each) => each.node)];
      // Read after the step, variables hold what it gives them.
      const changed = [...parameters.map((each) => each.variable), ...optimizer.state].map((each) => each.value.node);
      forward = workOf([value.node]);
      both = workOf(needed);
      all = workOf([...needed, ...changed]);
    },
  });
  const size = excerpt.batchSize;
  const batch = rowsOf(excerpt.fields, 0, Math.min(size, excerpt.samples));
  // Recorded and planned, and not run.
  const { plan } = jit(step).programFor(batch);
  const { trained, fixed, bytes } = weightsOf(own);
  const stepsPerEpoch = excerpt.batches === Infinity ? undefined : excerpt.batches;
  const speed = machineSpeed();
  const computing = steps > 0 ? secondsOf(step, batch, steps, own, optimizer, signal) : secondsFor(all, speed);
  const secondsPerStep = computing + callsAround * speed.call;
  return {
    parameters: { trained, fixed },
    operations: { forward, backward: without(both, forward), update: without(all, both) },
    memory: {
      weights: bytes,
      optimizer: optimizer.state.reduce((sum, each) => sum + bytesOf(each), 0),
      activations: activationsOf(own),
      program: plan.memory.size,
    },
    batchSize: size,
    stepsPerEpoch,
    time: {
      from: steps > 0 ? 'steps' : 'operations',
      secondsPerStep,
      secondsPerEpoch: stepsPerEpoch === undefined ? undefined : stepsPerEpoch * secondsPerStep,
    },
  };
}

/** Drawing a batch, handing it over and adding up logs takes about as long as so many calls of a tiny program. */
const callsAround = 8;

/** Operations divided by the speed of this machine. */
function secondsFor({ multiplyAdds, arithmetic }: Work, speed: MachineSpeed): number {
  return multiplyAdds / speed.multiplyAdds + arithmetic / speed.arithmetic;
}

/** Makes steps on the model itself, and puts it back. The first ones, while the engine compiles, are not counted. */
function secondsOf(
  step: (batch: Record<string, Tensor>) => Tensor,
  batch: Record<string, Tensor>,
  steps: number,
  model: AnyModel,
  optimizer: Optimizer,
  signal: Signal | undefined,
): number {
  const restore = keepState(model, optimizer);
  try {
    const times: number[] = [];
    for (let i = 0; i < steps + 2; i++) {
      if (signal?.aborted) throw signal.reason;
      const start = now();
      step(batch).item();
      if (i >= 2) times.push((now() - start) / 1000);
    }
    times.sort((a, b) => a - b);
    return times[Math.floor(times.length / 4)] as number;
  } finally {
    restore();
  }
}

function weightsOf(model: AnyModel): { readonly trained: number; readonly fixed: number; readonly bytes: number } {
  const trained = new Set(model.parameters.map(({ variable }) => variable));
  const all = new Set(model.variables.map(({ variable }) => variable));
  let [fixed, bytes] = [0, 0];
  for (const variable of all) {
    // Counters of random streams are nobody's weight.
    if (!variable.dtype.startsWith('float')) continue;
    bytes += bytesOf(variable);
    if (!trained.has(variable)) fixed += sizeOf(variable.shape);
  }
  return { trained: [...trained].reduce((sum, { shape }) => sum + sizeOf(shape), 0), fixed, bytes };
}

const bytesOf = ({ shape, dtype }: Variable): number => sizeOf(shape) * (dtype === 'float64' ? 8 : 4);

function activationsOf(model: AnyModel): number {
  const shapes = layersOf(model).flatMap(({ output }): readonly Shape[] =>
    (output as readonly unknown[]).every((each) => typeof each === 'number')
      ? [output as Shape]
      : (output as readonly Shape[]),
  );
  return shapes.reduce((sum, shape) => sum + 4 * sizeOf(shape), 0);
}

/** Throws unless it is an optimizer. */
export function checkOptimizer(caller: string, optimizer: unknown): void {
  if (typeof (optimizer as Optimizer | undefined)?.step === 'function') return;
  throw new ArgumentError(`${caller}: needs an optimizer such as adam(), got ${describe(optimizer)}.`);
}

/** Throws unless it is a model. */
export function checkModel(caller: string, model: unknown): void {
  if (Array.isArray((model as Partial<AnyModel> | null)?.layers)) return;
  throw new ArgumentError(`${caller}: expected a model such as sequential([…]), got ${describe(model)}.`);
}

/** Throws unless it is an integer of at least `lowest`. */
export function checkCount(caller: string, name: string, value: unknown, lowest = 0): void {
  if (Number.isSafeInteger(value) && (value as number) >= lowest) return;
  throw new ArgumentError(`${caller}: ${name} is an integer of at least ${lowest}, got ${describe(value)}.`);
}
