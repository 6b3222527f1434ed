import type { Config } from '../experiment.ts';
import { imports } from '../program.ts';
import { settingsOf } from '../settings.ts';
import { defaults, kindOf, remedyOf } from './settings.ts';

/** A program that shows the shift that is chosen. */
export function codeOf(config: Config): string {
  return kindOf(settingsOf(defaults, config).kind) === 'internal' ? internal(config) : real(config);
}

function real(config: Config): string {
  const { kind, remedy: name, samples, shift, epochs, seed } = settingsOf(defaults, config);
  const remedy = remedyOf(name);
  const isOrder = kindOf(kind) === 'order';
  const border = 32 * Math.round((0.7 * samples) / 32);
  const collect = isOrder
    ? `// Collected from left to right.
const x = all.x.dataSync();
const places = Array.from({ length: all.size }, (_, i) => i).sort((a, b) => x[2 * a]! - x[2 * b]!);
const collected = all.select(places);`
    : `// Another instrument after the first ${border} samples: everything is larger by ${shift} standard deviations.
const deviations = std(all.x, { axis: 0 }).dataSync();
const values = Float32Array.from(all.x.dataSync(), (value, i) => (i < ${2 * border} ? value : value + ${shift} * deviations[i % 2]!));
const collected = dataset({ x: { values, shape: [${samples}, 2] }, y: all.y.dataSync() }, { classes: 2 });`;
  return `${imports({
    activations: ['tanh'],
    core: isOrder ? [] : ['std'],
    data: ['standardizer', ...(isOrder ? [] : ['dataset'])],
    'data/synthetic': ['moons'],
    layers: ['dense', 'sequential'],
    losses: ['sparseCategoricalCrossentropy'],
    metrics: ['accuracy'],
    optimizers: ['adam'],
    train: ['evaluate', 'fit'],
  })}

const all = moons({ samples: ${samples}, noise: 0.15, seed: ${seed} });
${collect}
const divided = collected${remedy === 'shuffle' ? `.shuffle({ seed: ${seed} })` : ''};
const [train, test] = [divided.take(${border}), divided.skip(${border})];
const scaling = standardizer(train);
const standardTrain = scaling.apply(train);
const standardTest = ${remedy === 'statistics' ? 'standardizer(test)' : 'scaling'}.apply(test);

const hidden = () => dense({ units: 16, activation: tanh });
const model = sequential([hidden(), hidden(), dense({ units: 2 })], { seed: ${seed} });
const loss = sparseCategoricalCrossentropy({ fromLogits: true });
await fit(model, standardTrain, { optimizer: adam({ learningRate: 0.01 }), loss, epochs: ${epochs}, batchSize: 32, seed: ${seed} });
const right = async (data: typeof train) => (await evaluate(model, data, { loss, metrics: [accuracy()] }))['accuracy'];
console.log('accuracy in training', await right(standardTrain), 'in test', await right(standardTest));
`;
}

function internal(config: Config): string {
  const { steps, seed } = settingsOf(defaults, config);
  return `${imports({
    activations: ['sigmoid'],
    'data/digits': ['digits'],
    layers: ['activation', 'batchNormalization', 'dense', 'sequential'],
    losses: ['sparseCategoricalCrossentropy'],
    optimizers: ['sgd'],
    train: ['fit'],
  })}

const train = digits().shuffle({ seed: ${seed} }).take(480);
for (const normalized of [false, true]) {
  const hidden = () => [
    dense({ units: 32 }),
    ...(normalized ? [batchNormalization({ momentum: 0.9 })] : []),
    activation(sigmoid),
  ];
  const model = sequential([...hidden(), ...hidden(), ...hidden(), ...hidden(), dense({ units: 10 })], { seed: ${seed} });
  const history = await fit(model, train, {
    optimizer: sgd({ learningRate: 1 }), loss: sparseCategoricalCrossentropy({ fromLogits: true }),
    epochs: ${steps}, batchSize: 'full', seed: ${seed},
  });
  console.log(normalized ? 'with batch normalisation' : 'without', history.logs['loss']?.at(-1));
}
`;
}
