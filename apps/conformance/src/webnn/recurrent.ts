import { relu } from '@gradkit/activations';
import { sigmoid, stack, type Tensor, tanh } from '@gradkit/core';
import {
  type Activate,
  type Cell,
  type GateWeights,
  gruCell,
  loop,
  lstmCell,
  ofDirection,
  restingState,
} from '../compositions/recurrent.ts';
import type { Adaptors } from '../suite/adaptor.ts';
import type { OperatorCall } from '../suite/operator-call.ts';

const functions: Readonly<Record<string, Activate>> = { relu: (x) => relu(x), sigmoid, tanh };

/** Recurrent networks and their single steps. */
export const recurrent: Adaptors = {
  gru: (call) => run(call, gru(call), ['initialHiddenState']),
  gruCell: (call) => step(call, gru(call), ['hiddenState']),
  lstm: (call) => run(call, lstm(call), ['initialHiddenState', 'initialCellState']),
  lstmCell: (call) => step(call, lstm(call), ['hiddenState', 'cellState']),
};

/** A cell for one direction; arguments of several directions are cut before. */
type Build = (pick: (argument: string) => Tensor | undefined) => Cell;

function weightsOf(call: OperatorCall, order: string, pick: (argument: string) => Tensor | undefined): GateWeights {
  return {
    hidden: call.number('hiddenSize', 0),
    order,
    weight: pick('weight') as Tensor,
    recurrentWeight: pick('recurrentWeight') as Tensor,
    bias: pick('bias'),
    recurrentBias: pick('recurrentBias'),
  };
}

function activationsOf(call: OperatorCall, defaults: readonly string[]): Activate[] {
  return (call.texts('activations') ?? defaults).map((name) => functions[name] as Activate);
}

function gru(call: OperatorCall): Build {
  const order = call.text('layout', 'zrn');
  const resetAfter = call.flag('resetAfter', true);
  const [f, g] = activationsOf(call, ['sigmoid', 'tanh']) as [Activate, Activate];
  return (pick) => gruCell(weightsOf(call, order, pick), resetAfter, f, g);
}

function lstm(call: OperatorCall): Build {
  const order = call.text('layout', 'iofg');
  const activations = activationsOf(call, ['sigmoid', 'tanh', 'tanh']) as [Activate, Activate, Activate];
  return (pick) => lstmCell(weightsOf(call, order, pick), pick('peepholeWeight'), activations);
}

/** One step: the new states. */
function step(call: OperatorCall, build: Build, states: readonly string[]): readonly Tensor[] {
  const cell = build((argument) => call.optional(argument));
  return cell(
    call.input('input'),
    states.map((name) => call.input(name)),
  );
}

/** All steps, in one direction or both: the final states, `[directions, batch, hidden]`, and the sequence if asked for. */
function run(call: OperatorCall, build: Build, states: readonly string[]): Tensor[] {
  const x = call.input('input');
  call.ignore('steps');
  const hidden = call.number('hiddenSize', 0);
  const direction = call.text('direction', 'forward');
  const isBackward = { forward: [false], backward: [true], both: [false, true] }[direction] ?? [];
  const runs = isBackward.map((backward, i) => {
    const pick = (argument: string): Tensor | undefined => ofDirection(call.optional(argument), i);
    return loop(
      x,
      states.map((name) => pick(name) ?? restingState(x, hidden)),
      build(pick),
      backward,
    );
  });
  const final = states.map((_, i) => stack(runs.map((each) => each.states[i] as Tensor)));
  return call.flag('returnSequence', false)
    ? [
        ...final,
        stack(
          runs.map((each) => each.sequence),
          { axis: 1 },
        ),
      ]
    : final;
}
