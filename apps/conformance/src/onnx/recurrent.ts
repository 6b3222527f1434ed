import { sigmoid, slice, type Tensor, tanh, transpose } from '@gradkit/core';
import {
  type Cell,
  type GateWeights,
  gruCell,
  loop,
  lstmCell,
  ofDirection,
  restingState,
  simpleCell,
} from '../compositions/recurrent.ts';
import type { Adaptors } from '../suite/adaptor.ts';
import { NotApplicable } from '../suite/not-applicable.ts';
import type { OperatorCall } from '../suite/operator-call.ts';

/** Recurrent networks, one layer in one direction: the suite has no case with two. */
export const recurrent: Adaptors = {
  GRU: (call) => {
    const resetAfter = call.flag('linear_before_reset', false);
    return run(call, 'zrn', 1, (weights) => gruCell(weights, resetAfter, sigmoid, tanh));
  },
  LSTM: (call) =>
    run(call, 'iofg', 2, (weights) => lstmCell(weights, ofDirection(call.optional(7), 0), [sigmoid, tanh, tanh])),
  RNN: (call) => run(call, 'h', 1, (weights) => simpleCell(weights, tanh)),
};

/** @param states how many there are; the bias holds that of the inputs, then that of the state */
function run(call: OperatorCall, order: string, states: number, cell: (weights: GateWeights) => Cell): Tensor[] {
  const isBatchFirst = call.flag('layout', false);
  const x = isBatchFirst ? transpose(call.input(0), [1, 0, 2]) : call.input(0);
  const steps = x.shape[0] as number;
  if (call.optionalNumbersOf(4)?.some((length) => length !== steps)) {
    throw new NotApplicable('sequences of several lengths');
  }
  call.ignore('hidden_size');
  const recurrentWeight = ofDirection(call.input(2), 0);
  const hidden = recurrentWeight.shape[1] as number;
  const bias = ofDirection(call.optional(3), 0);
  const half = order.length * hidden;
  const weights: GateWeights = {
    hidden,
    order,
    weight: ofDirection(call.input(1), 0),
    recurrentWeight,
    bias: bias && slice(bias, [0], [half]),
    recurrentBias: bias && slice(bias, [half]),
  };
  const initial = [5, 6].slice(0, states).map((i) => ofDirection(call.optional(i), 0) ?? restingState(x, hidden));
  const { states: last, sequence } = loop(x, initial, cell(weights), false);
  // Sequences are [steps, directions, batch, hidden], states [directions, batch, hidden], with the batch first if asked.
  const [count, batch] = [steps, x.shape[1] as number];
  const all = sequence.reshape([count, 1, batch, hidden]);
  const final = last.map((state) => state.reshape([1, batch, hidden]));
  if (!isBatchFirst) return [all, ...final];
  return [transpose(all, [2, 0, 1, 3]), ...final.map((state) => transpose(state, [1, 0, 2]))];
}
