import { ArgumentError, type Parameter, type Shape, type Tensor, type Variable } from '@gradkit/core';
import type { ApplyContext } from '../layer.ts';

/** What a cell hands from one step to the next: at least one tensor `[batch, …]`. */
export type States = readonly [Tensor, ...Tensor[]];

/** What one step of a cell gives. */
export interface CellStep {
  readonly output: Tensor;
  /** As many as came in, of the same shapes. */
  readonly states: readonly Tensor[];
}

/** A cell at work on one batch of sequences. */
export interface CellRun {
  /**
   * What can be computed of the inputs without a state, from `[…, batch, features…]`: before the loop, for all steps at
   * once. Default: nothing.
   */
  project?(inputs: Tensor): Tensor;
  /** One step, from the (projected) input `[batch, …]` and the states. It is recorded once and repeated. */
  step(input: Tensor, states: States): CellStep;
}

/** The shapes of what a cell gives, with the batch axis. */
export interface CellShapes {
  readonly output: Shape;
  readonly states: readonly Shape[];
}

/** One step of a recurrent network: a plain object, which `rnn` repeats along the time axis. */
export interface Cell {
  /** Empty until the layer that holds the cell names it. */
  name: string;
  /** Creates the variables, once, for inputs `[batch, features…]` of one step, and says what comes out. */
  build(input: Shape, key: Tensor): CellShapes;
  /**
   * Prepares for a batch of sequences with inputs of this shape: what is the same in all steps, such as dropout's masks,
   * is made here.
   */
  begin(input: Shape, context: ApplyContext): CellRun;
  /** The variables that are trained; none before `build`. */
  readonly parameters: readonly Parameter[];
  /** How many states it has, at least 1. */
  readonly stateCount: number;
  /** Which of the states is the output, where one is. */
  readonly outputState?: number;
  /** Variables that training changes without a gradient. Default: none. */
  readonly state?: readonly Variable[];
  /** Whether `begin` needs a random key in training; default false. */
  readonly random?: boolean;
  /** What to name a layer after. */
  readonly kind?: string;
  /** A cell like this one, with weights of its own: for the other direction of `bidirectional`. */
  copy?(): Cell;
}

/** A cell that has its variables. */
export interface BuiltCell {
  /** The shapes this input would give. Throws a `ShapeError` for one that does not fit. */
  shapes(input: Shape): CellShapes;
  begin(input: Shape, context: ApplyContext): CellRun;
  readonly parameters: readonly Parameter[];
  readonly state?: readonly Variable[];
}

/** The cell whose variables are made by `build` at the first call; what our own cells have in common. */
export function createCell(
  kind: string,
  traits: Pick<Cell, 'stateCount' | 'outputState' | 'random'>,
  build: (input: Shape, key: Tensor, name: string) => BuiltCell,
): Cell {
  let built: BuiltCell | undefined;
  return {
    ...traits,
    kind,
    name: '',
    build(input, key) {
      this.name ||= kind;
      built ??= build(input, key, this.name);
      return built.shapes(input);
    },
    begin(input, context) {
      if (built === undefined) {
        throw new ArgumentError(
          `${this.name || kind}: has no variables yet. Call build(shape, key), or put it into rnn(cell).`,
        );
      }
      return built.begin(input, context);
    },
    get parameters() {
      return built?.parameters ?? [];
    },
    get state() {
      return built?.state ?? [];
    },
    copy: () => createCell(kind, traits, build),
  };
}
