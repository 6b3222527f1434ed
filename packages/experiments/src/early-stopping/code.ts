import type { Config } from '../experiment.ts';
import { imports } from '../program.ts';
import { settingsOf } from '../settings.ts';
import { batchSizeOf, defaults, learningRate, remedyOf } from './remedies.ts';

/** A program that does the same with the public packages. */
export function codeOf(config: Config): string {
  const { remedy: name, samples, noise, epochs, l1, l2, rate, patience, seed } = settingsOf(defaults, config);
  const remedy = remedyOf(name);
  const penalty = remedy === 'l1' ? `l1(${l1})` : remedy === 'l2' ? `l2(${l2})` : undefined;
  const regularizer = penalty === undefined ? '' : `, kernelRegularizer: ${penalty}`;
  const hidden = `dense({ units: 64, activation: relu, kernelInitializer: heNormal()${regularizer} }),${remedy === 'dropout' ? ` dropout({ rate: ${rate} }),` : ''}`;
  const isEarly = remedy === 'early-stopping';
  const written = [
    'let before = Infinity;',
    '// As the document writes it: any decrease is smaller than ε, so training stops at once.',
    'const stopping: Callback = {',
    '  onEpochEnd({ logs: { valLoss = NaN }, stop }) {',
    '    if (valLoss - before < 0.001 && before < Infinity) stop();',
    '    before = valLoss;',
    '  },',
    '};',
  ];
  const callbacks = isEarly
    ? [`  callbacks: [earlyStopping({ patience: ${patience}, restoreBestWeights: true })],`]
    : remedy === 'written-rule'
      ? ['  callbacks: [stopping],']
      : [];
  return [
    imports({
      activations: ['relu'],
      'data/synthetic': ['moons'],
      initializers: ['heNormal'],
      layers: ['dense', 'sequential', ...(remedy === 'dropout' ? ['dropout'] : [])],
      losses: ['sparseCategoricalCrossentropy'],
      metrics: ['accuracy'],
      optimizers: ['adam'],
      regularizers: penalty === undefined ? [] : [remedy],
      train: [
        'evaluate',
        'fit',
        ...(isEarly ? ['earlyStopping'] : []),
        ...(remedy === 'written-rule' ? ['type Callback'] : []),
      ],
    }),
    '',
    `const points = (samples: number, seed: number) => moons({ samples, noise: ${noise}, seed });`,
    `const train = points(${remedy === 'more-data' ? 10 * samples : samples}, ${seed});`,
    `const [validationData, test] = [points(200, ${seed + 1000}), points(1000, ${seed + 2000})];`,
    'const model = sequential([',
    `  ${hidden}`,
    `  ${hidden}`,
    `  dense({ units: 2${regularizer} }),`,
    ']);',
    'const loss = sparseCategoricalCrossentropy({ fromLogits: true });',
    ...(remedy === 'written-rule' ? written : []),
    'const history = await fit(model, train, {',
    `  optimizer: adam({ learningRate: ${learningRate} }), loss, epochs: ${epochs}, batchSize: ${batchSizeOf(samples)}, seed: ${seed}, validationData,`,
    ...callbacks,
    '});',
    "console.log('last and best validation loss', history.logs['valLoss']?.at(-1), history.best('valLoss'));",
    'const measured = await evaluate(model, test, { loss, metrics: [accuracy()] });',
    `console.log('test loss${penalty === undefined ? '' : ' with its penalty'}', measured.loss, 'accuracy', measured['accuracy']);`,
  ].join('\n');
}
