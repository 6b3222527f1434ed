import type { Config } from '../experiment.ts';
import { imports } from '../program.ts';
import { settingsOf } from '../settings.ts';
import { defaults } from './settings.ts';

/** A program that trains with dropout, and averages sub-networks. */
export function codeOf(config: Config): string {
  const { rate, samples, units, epochs, masks, seed } = settingsOf(defaults, config);
  return `${imports({
    activations: ['gelu'],
    core: ['argmax', 'add', 'cast', 'equal', 'mean', 'softmax', 'type Tensor', 'zeros'],
    'data/digits': ['digits'],
    layers: ['dense', 'dropout', 'sequential'],
    losses: ['sparseCategoricalCrossentropy'],
    optimizers: ['adam'],
    train: ['evaluate', 'fit'],
  })}

const all = digits().shuffle({ seed: ${seed} });
const [train, validation] = [all.take(${samples}), all.skip(${samples}).take(500)];
const hidden = () => [dense({ units: ${units}, activation: gelu }), dropout({ rate: ${rate} })];
const model = sequential([...hidden(), ...hidden(), dense({ units: 10 })], { seed: ${seed} });
const loss = sparseCategoricalCrossentropy({ fromLogits: true });
await fit(model, train, { optimizer: adam({ learningRate: 0.003 }), loss, epochs: ${epochs}, batchSize: 32, seed: ${seed} });
console.log('training loss', (await evaluate(model, train, { loss })).loss);
console.log('validation loss', (await evaluate(model, validation, { loss })).loss);

// In training every sample goes through a sub-network of its own; their average is close to the whole network.
const right = (scores: Tensor) => mean(cast(equal(argmax(scores, { axis: -1 }), validation.y), 'float32')).item();
let sum = zeros([500, 10]);
for (let mask = 0; mask < ${masks}; mask++) {
  const part = softmax(model.apply(validation.x, { training: true }));
  if (mask === 0) console.log('one sub-network', right(part));
  sum = add(sum, part);
}
console.log('average of ${masks} sub-networks', right(sum));
console.log('whole network', right(model.apply(validation.x)));
`;
}
