import { type Activation, tanh } from '@gradkit/activations';
import {
  ArgumentError,
  add,
  checkFlags,
  checkOptions,
  concatenate,
  describe,
  foldIn,
  formatShape,
  key as keyOf,
  matmul,
  mul,
  type Parameter,
  type Shape,
  ShapeError,
  slice,
  type Tensor,
} from '@gradkit/core';
import { glorotUniform, type Initializer, orthogonal, zeros } from '@gradkit/initializers';
import type { Constraint, Regularizer } from '@gradkit/regularizers';
import { checkCount, checkWeightOptions } from '../check-options.ts';
import { checkRate } from '../check-rate.ts';
import type { ApplyContext } from '../layer.ts';
import { checkInputDType, createParameter, createVariable } from '../parameter.ts';
import { randomStream } from '../random-stream.ts';
import { type Cell, type CellRun, createCell } from './cell.ts';
import { dropoutMasks } from './dropout-masks.ts';

/** Options that all cells of units share. */
export interface UnitCellOptions {
  /** Extent of the output's last axis: an integer of at least 1. */
  readonly units: number;
  /** Applied to what a step proposes; default `tanh`. */
  readonly activation?: Activation | undefined;
  /** Whether to add a bias; default true. */
  readonly useBias?: boolean | undefined;
  /** First content of the kernel, for the inputs; default `glorotUniform()`. */
  readonly kernelInitializer?: Initializer | undefined;
  /** First content of the recurrent kernel, for the state; default `orthogonal()`. */
  readonly recurrentInitializer?: Initializer | undefined;
  /** First content of the bias; default `zeros()`. */
  readonly biasInitializer?: Initializer | undefined;
  /** Penalty of the kernel, added to the loss while training; default: none. */
  readonly kernelRegularizer?: Regularizer | undefined;
  /** Penalty of the recurrent kernel; default: none. */
  readonly recurrentRegularizer?: Regularizer | undefined;
  /** Penalty of the bias; default: none. */
  readonly biasRegularizer?: Regularizer | undefined;
  /** Applied to the kernel after every update; default: none. */
  readonly kernelConstraint?: Constraint | undefined;
  /** Applied to the recurrent kernel after every update; default: none. */
  readonly recurrentConstraint?: Constraint | undefined;
  /** Applied to the bias after every update; default: none. */
  readonly biasConstraint?: Constraint | undefined;
  /** The share of the inputs' features that is dropped in training, the same in all steps: 0 to less than 1, default 0. */
  readonly dropout?: number | undefined;
  /** The share of the state that the recurrent product does not see in training, the same in all steps; default 0. */
  readonly recurrentDropout?: number | undefined;
  /** Makes the dropped features independent of the model's seed; default: derived from the model's. */
  readonly seed?: number | undefined;
}

/** The names of {@link UnitCellOptions}, and those of options that one cell has besides. */
export function unitCellOptionNames(own: readonly string[]): readonly string[] {
  return [
    'units',
    'activation',
    'useBias',
    'kernelInitializer',
    'recurrentInitializer',
    'biasInitializer',
    'kernelRegularizer',
    'recurrentRegularizer',
    'biasRegularizer',
    'kernelConstraint',
    'recurrentConstraint',
    'biasConstraint',
    'dropout',
    'recurrentDropout',
    'seed',
  ].concat(own);
}

/** What a step computes with, in one run. */
export interface UnitRun {
  readonly activation: Activation;
  /** The product of a state and the recurrent kernel's columns of some gates, with what is dropped dropped. */
  recurrent(firstGate: number, endGate: number): (state: Tensor) => Tensor;
  /** The second row of a bias that has two. */
  readonly recurrentBias: Tensor | undefined;
}

/** What one kind of cell differs in from the others. */
export interface UnitCellKind {
  /** How many blocks of `units` columns the kernels have. */
  readonly gates: number;
  readonly stateCount: number;
  /** Whether the recurrent product has a bias of its own: then the bias is `[2, gates·units]`. */
  readonly twoBiases?: boolean;
  /** First content of the bias, made of what the user chose. */
  readonly firstBias?: (chosen: Initializer) => Initializer;
  step(run: UnitRun): CellRun['step'];
}

/** Throws when an option is unknown. */
export function checkUnitCellOptions(where: string, options: object | undefined, own: readonly string[]): void {
  checkOptions(where, options ?? {}, unitCellOptionNames(own));
}

/** Throws unless what is to be applied to gates and candidates are functions. */
function checkActivations(where: string, options: UnitCellOptions & { readonly recurrentActivation?: unknown }): void {
  const { activation, recurrentActivation } = options;
  for (const [name, value] of Object.entries({ activation, recurrentActivation })) {
    if (value === undefined || typeof value === 'function') continue;
    throw new ArgumentError(`${where}: ${name} is a function such as tanh, got ${describe(value)}.`);
  }
}

/** The columns of some of several blocks of `units` columns. */
export function gateOf(x: Tensor, units: number, first: number, end: number = first + 1): Tensor {
  const others = x.shape.slice(1).map(() => undefined);
  return slice(x, [...others, first * units], [...others, end * units]);
}

/**
 * A cell with a kernel for the inputs, one for the state and a bias, whose columns belong to gates: the products of the
 * inputs are made for all steps at once.
 */
export function createUnitCell(where: string, options: UnitCellOptions, kind: UnitCellKind): Cell {
  const { units, activation = tanh, useBias = true, dropout = 0, recurrentDropout = 0, seed } = options ?? {};
  checkCount(where, 'units', units);
  checkFlags(where, { useBias });
  checkActivations(where, options);
  checkWeightOptions(where, options, ['kernel', 'recurrent', 'bias']);
  checkRate(where, 'dropout', dropout);
  checkRate(where, 'recurrentDropout', recurrentDropout);
  const { gates, stateCount, twoBiases = false, firstBias = (chosen) => chosen } = kind;
  const drops = dropout > 0 || recurrentDropout > 0;
  // As in Keras: every gate has masks of its own once the state is dropped too, else all share one.
  const maskCount = recurrentDropout > 0 ? gates : 1;

  return createCell(
    where,
    { stateCount, outputState: 0, random: drops && seed === undefined },
    (input, buildKey, name) => {
      const features = featuresOf(name, input);
      const create = (what: 'kernel' | 'recurrentKernel' | 'bias', shape: Shape, first: Initializer, index: number) => {
        const variable = createVariable(`${name}/${what}`, shape, first, foldIn(buildKey, index));
        const role = what === 'recurrentKernel' ? 'recurrent' : what;
        return createParameter(variable, options[`${role}Regularizer`], options[`${role}Constraint`]);
      };
      const {
        kernelInitializer = glorotUniform(),
        recurrentInitializer = orthogonal(),
        biasInitializer = zeros(),
      } = options;
      const columns = gates * units;
      const kernel = create('kernel', [features, columns], kernelInitializer, 0);
      const recurrentKernel = create('recurrentKernel', [units, columns], recurrentInitializer, 1);
      const biasShape = twoBiases ? [2, columns] : [columns];
      const bias = useBias ? create('bias', biasShape, firstBias(biasInitializer), 2) : undefined;
      const own = drops && seed !== undefined ? randomStream(keyOf(seed), name) : undefined;

      const masksOf = (context: ApplyContext, batch: number) => {
        if (!context.training || !drops) return { ofInputs: [], ofState: [] };
        const key = own?.next() ?? context.key;
        if (key === undefined) {
          throw new ArgumentError(`${name}: training needs a random key. Put it into a model, or give it a seed.`);
        }
        return {
          ofInputs: dropout > 0 ? dropoutMasks(foldIn(key, 0), [batch, features], dropout, maskCount) : [],
          ofState:
            recurrentDropout > 0 ? dropoutMasks(foldIn(key, 1), [batch, units], recurrentDropout, maskCount) : [],
        };
      };

      /** The product with the columns of some gates. Columns and masks are the same in all steps, and made here. */
      const product = (weight: Tensor, masks: readonly Tensor[], first: number, end: number) => {
        const columnsOf = (from: number, to: number): Tensor =>
          from === 0 && to === gates ? weight : gateOf(weight, units, from, to);
        if (masks.length <= 1) {
          const used = columnsOf(first, end);
          const [mask] = masks;
          return (x: Tensor): Tensor => matmul(mask === undefined ? x : mul(x, mask), used);
        }
        const parts = masks.slice(first, end).map((mask, i) => ({ mask, used: columnsOf(first + i, first + i + 1) }));
        return (x: Tensor): Tensor => {
          const products = parts.map(({ mask, used }) => matmul(mul(x, mask), used));
          return products.length === 1 ? (products[0] as Tensor) : concatenate(products, { axis: -1 });
        };
      };

      return {
        parameters: bias === undefined ? [kernel, recurrentKernel] : [kernel, recurrentKernel, bias],
        state: own === undefined ? [] : [own.step],
        shapes(shape) {
          if (featuresOf(name, shape) !== features) {
            throw new ShapeError(`${name}: expected ${features} features in every step, got ${shape[1]}.`);
          }
          const result = [shape[0] as number, units];
          return { output: result, states: Array.from({ length: stateCount }, () => result) };
        },
        begin(shape, context) {
          const { ofInputs, ofState } = masksOf(context, shape[0] as number);
          const contentOf = ({ variable }: Parameter): Tensor =>
            context.weight?.(variable.value, variable) ?? variable.value;
          const ofGates = product(contentOf(kernel), ofInputs, 0, gates);
          const weights = bias?.variable.value;
          const inputBias = weights !== undefined && twoBiases ? row(weights, 0) : weights;
          const recurrentWeight = contentOf(recurrentKernel);
          return {
            project(x) {
              checkInputDType(name, x);
              return inputBias === undefined ? ofGates(x) : add(ofGates(x), inputBias);
            },
            step: kind.step({
              activation,
              recurrent: (first, end) => product(recurrentWeight, ofState, first, end),
              recurrentBias: weights !== undefined && twoBiases ? row(weights, 1) : undefined,
            }),
          };
        },
      };
    },
  );
}

const row = (matrix: Tensor, i: number): Tensor => slice(matrix, [i], [i + 1]).reshape([-1]);

function featuresOf(name: string, shape: Shape): number {
  const features = shape[1];
  if (shape.length !== 2 || features === undefined) {
    throw new ShapeError(`${name}: every step takes [batch, features], got ${formatShape(shape)}.`);
  }
  if (features === 0) throw new ShapeError(`${name}: steps of ${formatShape(shape)} hold no features.`);
  return features;
}
