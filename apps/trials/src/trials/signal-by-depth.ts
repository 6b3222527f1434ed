import { type Activation, relu, sigmoid, tanh } from '@gradkit/activations';
import { gradients } from '@gradkit/autograd';
import { key, mul, normal, std, sum, type Tensor, variable } from '@gradkit/core';
import { glorotNormal, heNormal, type Initializer, lecunNormal, randomNormal } from '@gradkit/initializers';
import { activation, batchNormalization, dense, sequential } from '@gradkit/layers';
import { table } from '../statistics.ts';
import type { Trial } from '../trial.ts';

const depth = 10;
const units = 100;
const samples = 1000;

const activations: readonly (readonly [string, Activation])[] = [
  ['tanh', tanh],
  ['sigmoid', sigmoid],
  ['ReLU', relu],
];

const initializers: readonly (readonly [string, Initializer])[] = [
  ['N(0, 1)', randomNormal({ stddev: 1 })],
  ['N(0, 0.01²)', randomNormal({ stddev: 0.01 })],
  ['LeCun', lecunNormal()],
  ['Glorot', glorotNormal()],
  ['He', heNormal()],
];

/** Standard deviations of the outputs of all layers, and of the gradient at the input over that at the output. */
function measure(act: Activation, kernelInitializer: Initializer, normalise: boolean, seed: number) {
  const layers = Array.from({ length: depth }, () =>
    sequential([dense({ units, kernelInitializer }), ...(normalise ? [batchNormalization()] : []), activation(act)]),
  );
  const model = sequential(layers, { seed });
  model.build([samples, units]);
  const x = variable(normal(key(seed + 100), [samples, units]));
  const outputs: Tensor[] = [];
  let value = x.value;
  for (const layer of layers) {
    value = layer.apply(value, { training: normalise });
    outputs.push(value);
  }
  // The gradient of a loss that pulls at every output at random.
  const pull = normal(key(seed + 200), [samples, units]);
  const [gradient] = gradients(sum(mul(value, pull)), [x]) as [Tensor];
  return { deviations: outputs.map((y) => std(y).item()), gradient: std(gradient).item() };
}

const short = (value: number): string => (value === 0 ? '0' : value < 0.01 ? value.toExponential(1) : value.toFixed(3));

export const signalByDepth: Trial = {
  name: 'signal',
  title: 'Signal by depth',
  needsImages: false,
  async run(report) {
    const rows: string[][] = [
      ['activation', 'first weights', 'layer 1', 'layer 2', 'layer 5', 'layer 10', 'gradient at the input'],
    ];
    for (const [activationName, act] of activations) {
      for (const normalise of [false, true]) {
        for (const [initializerName, initializer] of initializers) {
          const { deviations, gradient } = measure(act, initializer, normalise, 1);
          const at = (layer: number): string => short(deviations[layer - 1] as number);
          const name = `${activationName}${normalise ? ', batch normalisation' : ''}`;
          rows.push([name, initializerName, at(1), at(2), at(5), at(10), short(gradient)]);
        }
        report(`${activationName}${normalise ? ' with batch normalisation' : ''}`);
      }
    }
    return [
      `${depth} layers of ${units} units, ${samples} standard normal inputs: the standard deviation of what leaves each layer, and of the`,
      'gradient at the input for a standard normal gradient at the output. A test compares those without batch normalisation',
      'with the theory and with a simulation of its own in float64.',
      '',
      table(rows),
    ].join('\n');
  },
};
