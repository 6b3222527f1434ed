import type { Config } from '../experiment.ts';
import { imports } from '../program.ts';
import { settingsOf } from '../settings.ts';
import { changeOf, defaults } from './changes.ts';

/** A program that trains with changed images, and judges on moved ones. */
export function codeOf(config: Config): string {
  const { augmentation, shift, rotation, samples, epochs, seed } = settingsOf(defaults, config);
  const change = changeOf(augmentation);
  const moving = `[randomTranslation(${shift}, ${shift}), randomRotation(${rotation} / 360)]`;
  const data = {
    none: 'train',
    move: `train.map(augment(moves, { seed: ${seed} }))`,
    flip: `train.map(augment([randomFlip()], { seed: ${seed} }))`,
  }[change];
  return `${imports({
    activations: ['relu'],
    data: ['augment', 'randomRotation', 'randomTranslation', ...(change === 'flip' ? ['randomFlip'] : [])],
    'data/digits': ['digits'],
    layers: ['dense', 'flatten', 'sequential'],
    losses: ['sparseCategoricalCrossentropy'],
    metrics: ['accuracy'],
    optimizers: ['adam'],
    train: ['evaluate', 'fit'],
  })}

const all = digits({ image: true }).shuffle({ seed: ${seed} });
const [train, validation] = [all.take(${samples}), all.skip(${samples}).take(500)];
const moves = ${moving};
const model = sequential([
  flatten(),
  dense({ units: 64, activation: relu }),
  dense({ units: 64, activation: relu }),
  dense({ units: 10 }),
], { seed: ${seed} });
const loss = sparseCategoricalCrossentropy({ fromLogits: true });
await fit(model, ${data}, {
  optimizer: adam({ learningRate: 0.003 }), loss, epochs: ${epochs}, batchSize: 32, seed: ${seed},
});
const right = async (samples: typeof validation) => (await evaluate(model, samples, { loss, metrics: [accuracy()] }))['accuracy'];
console.log('digits as they are', await right(validation));
console.log('moved digits', await right(validation.map(augment(moves, { seed: ${seed + 1000} }))));
console.log('sixes and nines', await right(validation.filter(({ y }) => [6, 9].includes(y.item()))));
`;
}
