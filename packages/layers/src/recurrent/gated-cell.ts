import { type Activation, tanh } from '@gradkit/activations';
import {
  ArgumentError,
  add,
  concatenate,
  foldIn,
  key as keyOf,
  mul,
  type Parameter,
  type Shape,
  slice,
  type Tensor,
} from '@gradkit/core';
import { glorotUniform, type Initializer, orthogonal, zeros } from '@gradkit/initializers';
import type { ApplyContext } from '../layer.ts';
import { checkInputDType, createParameter, createVariable } from '../parameter.ts';
import { randomStream } from '../random-stream.ts';
import { type Cell, type CellRun, createCell } from './cell.ts';
import { checkCellValues, type GatedCellOptions } from './cell-options.ts';
import { dropoutMasks } from './dropout-masks.ts';

/** What a step computes with, in one run. */
interface GatedRun {
  readonly activation: Activation;
  /** What the state gives for some gates, through the recurrent kernel, with what is dropped dropped. */
  recurrent(firstGate: number, endGate: number): (state: Tensor) => Tensor;
  /** The second row of a bias that has two. */
  readonly recurrentBias: Tensor | undefined;
}

/** What one kind of cell differs in from the others. */
export interface Gates {
  /** How many blocks of `units` columns the kernels have. */
  readonly count: number;
  readonly stateCount: number;
  /** Whether what comes from the state has a bias of its own: then the bias is `[2, gates·units]`. */
  readonly twoBiases?: boolean;
  /** First content of the bias, made of what the user chose. */
  readonly firstBias?: (chosen: Initializer) => Initializer;
  step(run: GatedRun): CellRun['step'];
}

/** How inputs and states go through kernels. */
export interface Connections {
  /** The kernels' axes but the last, which is that of the gates. */
  readonly kernel: Shape;
  readonly recurrentKernel: Shape;
  /** The shape of the states for inputs of a step. Throws a `ShapeError` for one that does not fit. */
  stateShape(input: Shape): Shape;
  /** From inputs `[…, batch, …]` and the kernel, or some of its gates. */
  ofInputs(x: Tensor, kernel: Tensor): Tensor;
  /** From a state `[batch, …]` and the recurrent kernel, or some of its gates. */
  ofState(state: Tensor, kernel: Tensor): Tensor;
}

/** The columns, along the last axis, of some of several blocks of `units` columns. */
export function gateOf(x: Tensor, units: number, first: number, end: number = first + 1): Tensor {
  const others = x.shape.slice(1).map(() => undefined);
  return slice(x, [...others, first * units], [...others, end * units]);
}

/**
 * A cell with a kernel for the inputs, one for the state and a bias, whose columns belong to gates: what the inputs give is
 * made for all steps at once.
 */
export function createGatedCell(
  where: string,
  options: GatedCellOptions,
  units: number,
  gates: Gates,
  connect: (input: Shape, name: string) => Connections,
): Cell {
  const { activation = tanh, useBias = true, dropout = 0, recurrentDropout = 0, seed } = options;
  checkCellValues(where, options);
  const { count, stateCount, twoBiases = false, firstBias = (chosen) => chosen } = gates;
  const drops = dropout > 0 || recurrentDropout > 0;
  // As in Keras: every gate has masks of its own once the state is dropped too, else all share one.
  const maskCount = recurrentDropout > 0 ? count : 1;

  return createCell(
    where,
    { stateCount, outputState: 0, random: drops && seed === undefined },
    (input, buildKey, name) => {
      const connections = connect(input, name);
      // Throws before there are variables.
      connections.stateShape(input);
      const create = (what: 'kernel' | 'recurrentKernel' | 'bias', shape: Shape, first: Initializer, index: number) => {
        const variable = createVariable(`${name}/${what}`, [...shape, count * units], first, foldIn(buildKey, index));
        const role = what === 'recurrentKernel' ? 'recurrent' : what;
        return createParameter(variable, options[`${role}Regularizer`], options[`${role}Constraint`]);
      };
      const {
        kernelInitializer = glorotUniform(),
        recurrentInitializer = orthogonal(),
        biasInitializer = zeros(),
      } = options;
      const kernel = create('kernel', connections.kernel, kernelInitializer, 0);
      const recurrentKernel = create('recurrentKernel', connections.recurrentKernel, recurrentInitializer, 1);
      const bias = useBias ? create('bias', twoBiases ? [2] : [], firstBias(biasInitializer), 2) : undefined;
      const own = drops && seed !== undefined ? randomStream(keyOf(seed), name) : undefined;

      const masksOf = (context: ApplyContext, input: Shape) => {
        if (!context.training || !drops) return { ofInputs: [], ofState: [] };
        const key = own?.next() ?? context.key;
        if (key === undefined) {
          throw new ArgumentError(`${name}: training needs a random key. Put it into a model, or give it a seed.`);
        }
        const masks = (index: number, shape: Shape, rate: number) =>
          rate > 0 ? dropoutMasks(foldIn(key, index), shape, rate, maskCount) : [];
        return {
          ofInputs: masks(0, input, dropout),
          ofState: masks(1, connections.stateShape(input), recurrentDropout),
        };
      };

      /** What goes through some gates of a kernel. Gates and masks are the same in all steps, and made here. */
      const through = (
        apply: (x: Tensor, kernel: Tensor) => Tensor,
        weight: Tensor,
        masks: readonly Tensor[],
        first: number,
        end: number,
      ) => {
        const some = (from: number, to: number): Tensor =>
          from === 0 && to === count ? weight : gateOf(weight, units, from, to);
        if (masks.length <= 1) {
          const used = some(first, end);
          const [mask] = masks;
          return (x: Tensor): Tensor => apply(mask === undefined ? x : mul(x, mask), used);
        }
        const parts = masks.slice(first, end).map((mask, i) => ({ mask, used: some(first + i, first + i + 1) }));
        return (x: Tensor): Tensor => {
          const results = parts.map(({ mask, used }) => apply(mul(x, mask), used));
          return results.length === 1 ? (results[0] as Tensor) : concatenate(results, { axis: -1 });
        };
      };

      return {
        parameters: bias === undefined ? [kernel, recurrentKernel] : [kernel, recurrentKernel, bias],
        state: own === undefined ? [] : [own.step],
        shapes(shape) {
          const output = connections.stateShape(shape);
          return { output, states: Array.from({ length: stateCount }, () => output) };
        },
        begin(shape, context) {
          const { ofInputs, ofState } = masksOf(context, shape);
          const contentOf = ({ variable }: Parameter): Tensor =>
            context.weight?.(variable.value, variable) ?? variable.value;
          const ofGates = through(connections.ofInputs, contentOf(kernel), ofInputs, 0, count);
          const weights = bias?.variable.value;
          const inputBias = weights !== undefined && twoBiases ? row(weights, 0) : weights;
          const recurrentWeight = contentOf(recurrentKernel);
          return {
            project(x) {
              checkInputDType(name, x);
              return inputBias === undefined ? ofGates(x) : add(ofGates(x), inputBias);
            },
            step: gates.step({
              activation,
              recurrent: (first, end) => through(connections.ofState, recurrentWeight, ofState, first, end),
              recurrentBias: weights !== undefined && twoBiases ? row(weights, 1) : undefined,
            }),
          };
        },
      };
    },
  );
}

const row = (matrix: Tensor, i: number): Tensor => slice(matrix, [i], [i + 1]).reshape([-1]);
