// A long short-term memory that learns to remember: the answer is the first of twenty numbers. The loop over time is one
// kernel of the compiled step, however long the sequences are.
import { gradients } from '@gradkit/autograd';
import {
  add,
  concatenate,
  foldIn,
  jit,
  key,
  matmul,
  mean,
  mul,
  normal,
  scan,
  sigmoid,
  slice,
  square,
  sub,
  type Tensor,
  tanh,
  variable,
  zeros,
} from '@gradkit/core';
import { adam } from '@gradkit/optimizers';

const [steps, batch, units] = [20, 32, 16];

const weight = (name: string, seed: number, shape: readonly number[]) => ({
  name,
  variable: variable(mul(normal(foldIn(key(3), seed), shape), 0.3), { name }),
});
const gates = weight('gates', 0, [1 + units, 4 * units]);
const readout = weight('readout', 1, [units, 1]);
const parameters = [gates, readout];

type State = readonly [hidden: Tensor, cell: Tensor];

function cell([hidden, memory]: State, x: Tensor): readonly [State, undefined] {
  const z = matmul(concatenate([x, hidden], { axis: 1 }), gates.variable);
  const gate = (i: number): Tensor => slice(z, [0, i * units], [undefined, (i + 1) * units]);
  // A forget gate that starts open keeps what it has.
  const kept = mul(sigmoid(add(gate(0), 1)), memory);
  const next = add(kept, mul(sigmoid(gate(1)), tanh(gate(2))));
  return [[mul(sigmoid(gate(3)), tanh(next)), next], undefined];
}

const optimizer = adam({ learningRate: 0.02 });
const step = jit((sequences: Tensor) => {
  const initial: State = [zeros([batch, units]), zeros([batch, units])];
  const [[hidden]] = scan(cell, initial, sequences);
  const wanted = slice(sequences, [0], [1]).reshape([batch, 1]);
  const loss = mean(square(sub(matmul(hidden, readout.variable), wanted)));
  optimizer.apply(gradients(loss, parameters), parameters);
  return loss;
});

for (let i = 0; i < 400; i++) {
  const loss = step(normal(foldIn(key(5), i), [steps, batch, 1]));
  if (i % 100 === 99) console.log(i + 1, loss.item());
}
