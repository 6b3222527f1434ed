import {
  ArgumentError,
  assign,
  checkFlags,
  DTypeError,
  describe,
  equalShapes,
  flip,
  formatShape,
  type Shape,
  ShapeError,
  scan,
  swapAxes,
  type Tensor,
  type Variable,
  variable,
  where,
  zeros,
} from '@gradkit/core';
import { checkCount } from '../check-options.ts';
import { type ApplyContext, checkLayerOptions, createLayer, type Layer, type LayerOptions } from '../layer.ts';
import { checkInputDType } from '../parameter.ts';
import { isShapeList, listOf, type ShapesOf, type Values } from '../values.ts';
import { alignMask } from './align-mask.ts';
import type { Cell, States } from './cell.ts';

/** Options of {@link rnn}, and of every recurrent layer. */
export interface RnnOptions extends LayerOptions {
  /** Whether to give the outputs of all steps, `[batch, time, …]`, instead of the last; default false. */
  readonly returnSequences?: boolean | undefined;
  /** Whether to give a list of the output and the last states; default false. */
  readonly returnState?: boolean | undefined;
  /** Whether to go from the last step to the first, and give outputs in that order; default false. */
  readonly goBackwards?: boolean | undefined;
  /** Whether the states after a batch are those before the next, sequence by sequence; default false. */
  readonly stateful?: boolean | undefined;
  /** The number of sequences of a stateful layer; default: that of the first batch. */
  readonly batchSize?: number | undefined;
  /** Whether a masked step gives zeros instead of the output before it; default false. */
  readonly zeroOutputForMask?: boolean | undefined;
}

/** A layer with states. */
export interface RecurrentLayer<O extends Values = Tensor> extends Layer<Values, O> {
  readonly returnSequences: boolean;
  readonly returnState: boolean;
  readonly goBackwards: boolean;
  /** The number of states: of initial states that it takes, and of last states that it gives. */
  readonly stateCount: number;
  /** Sets the states of a stateful layer to zeros; does nothing otherwise. */
  resetState(): void;
  /** A layer like this one that goes the other way, with weights of its own. */
  mirrored(): RecurrentLayer<O>;
}

/** The names of {@link RnnOptions} besides those of every layer, followed by those of a cell. */
export function rnnOptionNames(ofCell: readonly string[]): readonly string[] {
  return ['returnSequences', 'returnState', 'goBackwards', 'stateful', 'batchSize', 'zeroOutputForMask'].concat(ofCell);
}

/**
 * Repeats a cell along the time axis.
 *
 * ```text
 * outputₜ, statesₜ = cell(xₜ, statesₜ₋₁)      for t = 1 … time
 * ```
 *
 * Sequences `[batch, time, features…]` become the last output, `[batch, …]`, or with `returnSequences` all outputs,
 * `[batch, time, …]`. The states start at zero, or at further inputs: a list `[sequences, state, …]` with one tensor
 * `[batch, …]` for each state of the cell. With `returnState` the result is the list `[output, state, …]`.
 *
 * Where the input has a mask, a masked step hands on the states as they are, and its output is that of the step before.
 * The loop is one kernel of the program, however long the sequences are; what a cell can compute of the inputs alone is
 * one product before it.
 *
 * A `stateful` layer keeps the last states in variables, and starts the next batch with them; `resetState()` clears them.
 *
 * @param cell `lstmCell({…})`, `stackedRnnCells([…])`, or any object with the members of `Cell`
 * @param options `returnSequences` (false), `returnState` (false), `goBackwards` (false), `stateful` (false), `batchSize`,
 * `zeroOutputForMask` (false), and those of every layer
 * @throws ArgumentError when `cell` is not a cell, or the list of inputs does not have a tensor for each state
 * @throws ShapeError when the input has no time axis, a state or mask has another shape than it needs, or the batch of a
 * stateful layer changes
 * @see Elman, Finding structure in time, Cognitive Science 14, 1990
 * @example
 * ```ts
 * import { add, mul, ones } from '@gradkit/core';
 * import { type Cell, rnn, sequential } from '@gradkit/layers';
 *
 * // A leaky sum: a cell is any object with these members.
 * const leaky: Cell = {
 *   name: 'leaky',
 *   parameters: [],
 *   stateCount: 1,
 *   build: (input) => ({ output: input, states: [input] }),
 *   begin: () => ({
 *     step(x, [past]) {
 *       const output = add(mul(past, 0.5), x);
 *       return { output, states: [output] };
 *     },
 *   }),
 * };
 * const model = sequential([rnn(leaky, { returnSequences: true })]);
 * console.log(model.apply(ones([1, 3, 1])).toArray()); // [[[1], [1.5], [1.75]]]
 * ```
 */
export function rnn(
  cell: Cell,
  options: RnnOptions & { readonly returnState: true },
): RecurrentLayer<readonly Tensor[]>;
export function rnn(cell: Cell, options?: RnnOptions & { readonly returnState?: false | undefined }): RecurrentLayer;
export function rnn(cell: Cell, options?: RnnOptions): RecurrentLayer<Values>;
export function rnn(cell: Cell, options: RnnOptions = {}): RecurrentLayer<Values> {
  checkLayerOptions('rnn', options, rnnOptionNames([]));
  if (typeof cell !== 'object' || cell === null || !('begin' in cell)) {
    throw new ArgumentError(`rnn: expected a cell such as lstmCell({ units: 8 }), got ${describe(cell)}.`);
  }
  return recurrentLayer('rnn', cell, options);
}

/** The layer, for a public function of another name; its options are checked there, but not their values. */
export function recurrentLayer(kind: string, cell: Cell, options: RnnOptions): RecurrentLayer<Values> {
  const {
    returnSequences = false,
    returnState = false,
    goBackwards = false,
    stateful = false,
    batchSize,
    zeroOutputForMask = false,
  } = options;
  checkFlags(kind, { returnSequences, returnState, goBackwards, stateful, zeroOutputForMask });
  if (batchSize !== undefined) checkCount(kind, 'batchSize', batchSize);
  const { stateCount } = cell;
  let memory: readonly Variable[] = [];

  const layer = createLayer<Values, Values>(
    kind,
    options,
    (input, key, name) => {
      const shapesOfCell = (given: ShapesOf<Values>) => {
        const shapes = isShapeList(given) ? given : [given as Shape];
        const [sequences = []] = shapes;
        const [batch, time, ...rest] = sequences;
        if (batch === undefined || time === undefined || rest.length === 0) {
          throw new ShapeError(`${name}: expected sequences [batch, time, features…], got ${formatShape(sequences)}.`);
        }
        const cellShapes = cell.build([batch, ...rest], key);
        checkStates(name, shapes.slice(1), cellShapes.states);
        return { batch, time, ...cellShapes };
      };

      cell.name ||= name;
      const first = shapesOfCell(input);
      const sequenceCount = batchSize ?? first.batch;
      if (stateful) {
        memory = first.states.map((shape, i) =>
          variable(zeros([sequenceCount, ...shape.slice(1)]), { name: `${name}/state${i}` }),
        );
      }

      return {
        get parameters() {
          return cell.parameters;
        },
        get state() {
          return [...(cell.state ?? []), ...memory];
        },
        output(given) {
          const { batch, time, output, states } = shapesOfCell(given);
          if (stateful && batch !== sequenceCount) {
            throw new ShapeError(
              `${name}: its states belong to ${sequenceCount} sequences, got a batch of ${batch}. Every batch of a stateful ` +
                'layer has the same size; batchSize says it where the model is built before the first batch.',
            );
          }
          const shape = returnSequences ? [batch, time, ...output.slice(1)] : output;
          return returnState ? [shape, ...states] : shape;
        },
        apply(x, context) {
          const [sequences, ...given] = listOf(x) as readonly [Tensor, ...Tensor[]];
          checkInputDType(name, sequences);
          const { batch, output, states } = shapesOfCell(
            given.length > 0 ? listOf(x).map((v) => v.shape) : sequences.shape,
          );
          const initial =
            given.length > 0
              ? given
              : stateful
                ? memory.map(({ value }) => value)
                : states.map((shape) => zeros(shape));
          const result = loop({
            sequences,
            initial,
            mask: maskOf(name, sequences, context),
            outputShape: output,
            context,
            batch,
          });
          if (stateful) assign(memory.map((kept, i) => [kept, result.states[i] as Tensor]));
          return returnState ? [result.output, ...result.states] : result.output;
        },
      };
    },
    {
      random: cell.random ?? false,
      ...(returnState ? { outputs: 1 + stateCount } : {}),
      outputMask: (_x, mask) => {
        if (!returnSequences || mask === undefined) return undefined;
        return goBackwards ? flip(mask, { axis: 1 }) : mask;
      },
    },
  );

  interface LoopInputs {
    readonly sequences: Tensor;
    readonly initial: readonly Tensor[];
    readonly mask: Tensor | undefined;
    readonly outputShape: Shape;
    readonly context: ApplyContext;
    readonly batch: number;
  }

  const loop = ({ sequences, initial, mask, outputShape, context, batch }: LoopInputs) => {
    const steps = swapAxes(sequences, 0, 1);
    const run = cell.begin([batch, ...sequences.shape.slice(2)], context);
    const inputs = run.project?.(steps) ?? steps;
    // The output of the step before, where no state is it.
    const outputState = zeroOutputForMask && mask !== undefined ? undefined : cell.outputState;
    const previous = outputState === undefined ? [zeros(outputShape)] : [];
    const masks = mask === undefined ? [] : [swapAxes(mask, 0, 1)];

    const [last, all] = scan(
      (carry: readonly Tensor[], [x, counts]: readonly Tensor[]): readonly [readonly Tensor[], Tensor | undefined] => {
        const states = carry.slice(0, stateCount) as unknown as States;
        const stepped = run.step(x as Tensor, states);
        checkStepStates(cell, stepped.states);
        const chosen = (next: Tensor, otherwise: Tensor | number): Tensor =>
          counts === undefined ? next : where(alignMask(counts, next.shape.length), next, otherwise);
        const next = stepped.states.map((state, i) => chosen(state, states[i] as Tensor));
        const output =
          outputState === undefined
            ? chosen(stepped.output, zeroOutputForMask ? 0 : (carry[stateCount] as Tensor))
            : (next[outputState] as Tensor);
        return [outputState === undefined ? [...next, output] : next, returnSequences ? output : undefined];
      },
      [...initial, ...previous],
      [inputs, ...masks],
      { reverse: goBackwards },
    );
    const lastOutput = last[outputState ?? stateCount] as Tensor;
    return {
      output: all === undefined ? lastOutput : swapAxes(goBackwards ? flip(all, { axis: 0 }) : all, 0, 1),
      states: last.slice(0, stateCount),
    };
  };

  return Object.assign(layer, {
    returnSequences,
    returnState,
    goBackwards,
    stateCount,
    resetState() {
      assign(memory.map((kept) => [kept, zeros(kept.shape)]));
    },
    mirrored() {
      if (cell.copy === undefined) {
        throw new ArgumentError(`${layer.name || kind}: its cell has no copy(), give a layer for the other direction.`);
      }
      return recurrentLayer(kind, cell.copy(), { ...options, name: undefined, goBackwards: !goBackwards });
    },
  });
}

function checkStates(name: string, given: readonly Shape[], wanted: readonly Shape[]): void {
  if (given.length === 0) return;
  if (given.length !== wanted.length) {
    throw new ArgumentError(
      `${name}: takes sequences, or a list of sequences and ${wanted.length} states, got ${given.length} states.`,
    );
  }
  given.forEach((shape, i) => {
    const fits = wanted[i] as Shape;
    if (!equalShapes(shape, fits)) {
      throw new ShapeError(`${name}: state ${i} is ${formatShape(fits)}, got ${formatShape(shape)}.`);
    }
  });
}

function checkStepStates(cell: Cell, states: readonly Tensor[]): void {
  if (states.length === cell.stateCount) return;
  throw new ArgumentError(
    `${cell.name}: a step returns ${cell.stateCount} states, as its stateCount says, got ${states.length}.`,
  );
}

/** The mask of the sequences, if there is one. */
function maskOf(name: string, { shape }: Tensor, { mask, masks }: ApplyContext): Tensor | undefined {
  const own = mask ?? masks?.[0];
  if (own === undefined) return undefined;
  if (own.dtype !== 'bool') throw new DTypeError(`${name}: a mask is bool, got ${own.dtype}.`);
  if (!equalShapes(own.shape, shape.slice(0, 2))) {
    throw new ShapeError(
      `${name}: the mask of sequences ${formatShape(shape)} is [batch, time], got ${formatShape(own.shape)}.`,
    );
  }
  return own;
}
