import { add, assign, div, mul, sqrt, square, sub, type Tensor, variable, zerosLike } from '@gradkit/core';
import { createOptimizer, type ParameterUpdate, type Slots } from '@gradkit/optimizers';
import type { Adaptors } from '../suite/adaptor.ts';
import type { OperatorCall } from '../suite/operator-call.ts';

/** Optimizers: rules that differ from those of `@gradkit/optimizers`, run by its driver. */
export const optimizers: Adaptors = {
  Adagrad: (call) => {
    const [norm, epsilon] = [call.number('norm_coefficient', 0), call.number('epsilon', 0)];
    const rate = rateOf(call) / (1 + stepOf(call) * call.number('decay_factor', 0));
    return optimize(call, ['squares'], (gradient, parameter, slots) => {
      const g = add(gradient, mul(parameter, norm));
      const squares = add(slots['squares'] as Tensor, square(g));
      return { parameter: sub(parameter, div(mul(g, rate), add(sqrt(squares), epsilon))), slots: { squares } };
    });
  },
  Adam: (call) => {
    const [norm, after] = [call.number('norm_coefficient', 0), call.number('norm_coefficient_post', 0)];
    const [alpha, beta] = [call.number('alpha', 0.9), call.number('beta', 0.999)];
    const [epsilon, step] = [call.number('epsilon', 0), stepOf(call)];
    const rate = step > 0 ? (rateOf(call) * Math.sqrt(1 - beta ** step)) / (1 - alpha ** step) : rateOf(call);
    return optimize(call, ['momentum', 'velocity'], (gradient, parameter, slots) => {
      const g = add(gradient, mul(parameter, norm));
      const momentum = mixed(slots['momentum'] as Tensor, g, alpha);
      const velocity = mixed(slots['velocity'] as Tensor, square(g), beta);
      const moved = sub(parameter, div(mul(momentum, rate), add(sqrt(velocity), epsilon)));
      return { parameter: mul(moved, 1 - after), slots: { momentum, velocity } };
    });
  },
  Momentum: (call) => {
    const [norm, alpha] = [call.number('norm_coefficient', 0), call.number('alpha', 0)];
    const isNesterov = call.text('mode', 'standard') === 'nesterov';
    const beta = call.number('beta', 0);
    const [rate, share] = [rateOf(call), stepOf(call) > 0 ? beta : 1];
    return optimize(call, ['momentum'], (gradient, parameter, slots) => {
      const g = add(gradient, mul(parameter, norm));
      const momentum = add(mul(slots['momentum'] as Tensor, alpha), mul(g, share));
      const descent = isNesterov ? add(g, mul(momentum, alpha)) : momentum;
      return { parameter: sub(parameter, mul(descent, rate)), slots: { momentum } };
    });
  },
};

const rateOf = (call: OperatorCall): number => call.numbersOf(0)[0] as number;

/** How many updates there were. */
const stepOf = (call: OperatorCall): number => call.numbersOf(1)[0] as number;

const mixed = (old: Tensor, now: Tensor, share: number): Tensor => add(mul(old, share), mul(now, 1 - share));

/** One step. After rate and step, arguments are all parameters, all gradients, then each slot of all parameters. */
function optimize(call: OperatorCall, slots: readonly string[], update: ParameterUpdate<Slots>): Tensor[] {
  const [, , ...all] = call.list();
  const count = all.length / (2 + slots.length);
  const group = (i: number): Tensor[] => all.slice(i * count, (i + 1) * count);
  const optimizer = createOptimizer(
    { name: call.operator, slots: Object.fromEntries(slots.map((slot) => [slot, 0])), update: () => update },
    { learningRate: rateOf(call) },
  );
  const values = group(0);
  const parameters = values.map((value, i) => ({ name: `x${i}`, variable: variable(zerosLike(value)) }));
  optimizer.build(parameters);
  // Slots stand in the order of the parameters, and those of one parameter in the order of the rule.
  const states = optimizer.state.slice(1);
  const ofSlot = (i: number): typeof states => states.filter((_, k) => k % slots.length === i);
  assign([
    ...parameters.map(({ variable: x }, i) => [x, values[i] as Tensor] as const),
    ...slots.flatMap((_, s) => ofSlot(s).map((state, i) => [state, group(2 + s)[i] as Tensor] as const)),
  ]);
  optimizer.apply(group(1), parameters);
  return [
    ...parameters.map(({ variable: x }) => x.value),
    ...slots.flatMap((_, s) => ofSlot(s).map((each) => each.value)),
  ];
}
