import { hiddenUnits } from './hidden-units.ts';
import type { DataName, InitializerName, Recipe } from './recipe.ts';

/**
 * A recipe as a program that runs: the same data, network and training, written with the public packages as one would write
 * it by hand. It prints the loss and the accuracy of validation.
 */
export function codeOf(recipe: Recipe): string {
  const names = importedNames();
  const parts = [dataLines(recipe, names), modelLines(recipe, names), fitLines(recipe, names)];
  return [names.lines(), ...parts].map((lines) => `${lines.join('\n')}\n`).join('\n');
}

/** The names that a program imports, noted where they are used. */
interface ImportedNames {
  /** Notes a name of `@gradkit/…`, and returns it. */
  use(from: string, name: string): string;
  lines(): readonly string[];
}

function importedNames(): ImportedNames {
  const all = new Map<string, Set<string>>();
  return {
    use(from, name) {
      all.set(from, (all.get(from) ?? new Set()).add(name));
      return name;
    },
    lines: () =>
      [...all]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([from, names]) => `import { ${[...names].sort().join(', ')} } from '@gradkit/${from}';`),
  };
}

/** An object of those options that are given, as code. */
function options(given: Readonly<Record<string, string | number | undefined>>): string {
  const entries = Object.entries(given).flatMap(([name, value]) => {
    if (value === undefined) return [];
    return [name === value ? name : `${name}: ${value}`];
  });
  return entries.length === 0 ? '' : `{ ${entries.join(', ')} }`;
}

const realData: Readonly<Partial<Record<DataName, string>>> = {
  iris: 'iris',
  wine: 'wine',
  'breast-cancer': 'breastCancer',
  digits: 'digits',
};

function dataLines(recipe: Recipe, names: ImportedNames): readonly string[] {
  const { use } = names;
  const { data, noise, seed, samples, augment, standardize } = recipe;
  const real = realData[data];
  const drawn = Math.ceil(Math.max(samples, 200) / 0.7) + 1;
  const synthetic =
    data === 'blobs'
      ? { samples: drawn, seed, clusterStd: noise, centers: '[[1, 0], [-0.5, 0.866], [-0.5, -0.866]]' }
      : { samples: drawn, noise, seed, factor: data === 'circles' ? 0.5 : undefined };
  const source =
    real === undefined
      ? `${use('data/synthetic', data)}(${options(synthetic)})`
      : `${use(`data/${data}`, real)}(${augment ? '{ image: true }' : ''})`;
  const damage = damageLines(recipe, names);
  const given = (part: string, isTraining: boolean): string =>
    damage.length === 0 ? part : `damaged(${part}, ${isTraining})`;
  const finite = recipe.corrupt > 0 ? '.filter(({ x }) => x.dataSync().every(Number.isFinite))' : '';
  const scaled = (part: string): string => (standardize ? `scaling.apply(${part})` : part);
  const moved = (): string => {
    const moves = [`${use('data', 'randomTranslation')}(0.1, 0.1)`, `${use('data', 'randomRotation')}(0.05)`];
    return `.map(${use('data', 'augment')}([${moves.join(', ')}], { seed: ${seed} }))`;
  };
  return [
    `const parts = ${source}.split(0.7, { seed: ${seed} });`,
    ...damage,
    `const train = ${given(`parts.train.take(${samples})`, true)};`,
    `const test = ${given('parts.test', false)};`,
    ...(standardize ? [`const scaling = ${use('data', 'standardizer')}(train${finite});`] : []),
    `const samples = ${scaled('train')}${augment ? moved() : ''};`,
    `const validation = ${scaled('test')};`,
  ];
}

/** What was done to the data so that something goes wrong; nothing for clean data. */
function damageLines(recipe: Recipe, { use }: ImportedNames): readonly string[] {
  const { labelNoise, imbalance, corrupt, shift, scale, seed } = recipe;
  if (labelNoise === 0 && imbalance === 1 && corrupt === 0 && shift === 0 && scale === 1) return [];
  const lines = ['const damaged = (part: typeof parts.train, isTraining: boolean) => {'];
  if (imbalance > 1) {
    lines.push(
      '  let seen = 0;',
      `  const rarer = [...part.y.dataSync()].flatMap((id, i) => (id !== 1 || seen++ % ${imbalance} < 1 ? [i] : []));`,
      '  const kept = part.select(rarer);',
    );
  } else lines.push('  const kept = part;');
  lines.push(
    '  const [x, y] = [Float32Array.from(kept.x.dataSync()), Int32Array.from(kept.y.dataSync())];',
    '  const classes = part.classes ?? 2;',
  );
  if (labelNoise > 0) {
    lines.push(
      `  const draws = ${use('core', 'uniform')}(${use('core', 'key')}(${seed}), [y.length, 2]).dataSync();`,
      `  if (isTraining) y.forEach((id, i) => (y[i] = draws[2 * i]! < ${labelNoise} ? Math.floor(draws[2 * i + 1]! * classes) : id));`,
    );
  }
  if (scale !== 1) lines.push(`  x.forEach((value, i) => (x[i] = ${scale} * (value + 1)));`);
  if (shift !== 0) {
    lines.push(
      '  const features = x.length / y.length;',
      '  for (let feature = 0; !isTraining && feature < features; feature++) {',
      '    const column = x.filter((_, i) => i % features === feature);',
      '    const mean = column.reduce((sum, value) => sum + value, 0) / column.length;',
      '    const deviation = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length);',
      `    for (let i = feature; i < x.length; i += features) x[i]! += ${shift} * deviation;`,
      '  }',
    );
  }
  if (corrupt > 0) {
    lines.push(
      `  if (isTraining) for (let i = 0; i < Math.min(${corrupt}, y.length); i++) x[(i * x.length) / y.length] = Number.NaN;`,
    );
  }
  const data = use('data', 'dataset');
  return [...lines, `  return ${data}({ x: { values: x, shape: kept.x.shape }, y }, { classes });`, '};'];
}

const initializerCode = (recipe: Recipe, { use }: ImportedNames): string | undefined => {
  const { initializer, stddev } = recipe;
  const argumentsOf: Readonly<Partial<Record<InitializerName, string>>> = {
    normal: `{ stddev: ${stddev} }`,
    constant: '0.1',
  };
  if (initializer === 'glorotUniform') return undefined; // the default
  return `${use('initializers', initializer === 'normal' ? 'randomNormal' : initializer)}(${argumentsOf[initializer] ?? ''})`;
};

function modelLines(recipe: Recipe, names: ImportedNames): readonly string[] {
  const { use } = names;
  const { normalization, penalty, strength, bias, dropout: rate, dropoutFirst, output, seed, augment } = recipe;
  const kernel = {
    kernelInitializer: initializerCode(recipe, names),
    kernelRegularizer: penalty === 'none' ? undefined : `${use('regularizers', penalty)}(${strength})`,
  };
  const dense = (given: Readonly<Record<string, string | number | undefined>>): string =>
    `  ${use('layers', 'dense')}(${options(given)}),`;
  const drop = rate > 0 ? [`  ${use('layers', 'dropout')}({ rate: ${rate} }),`] : [];
  const norm = normalization === 'batch' ? 'batchNormalization' : 'layerNormalization';
  const hidden = hiddenUnits(recipe).flatMap((units) => {
    const own = {
      units,
      ...kernel,
      biasInitializer: bias === 0 ? undefined : `${use('initializers', 'constant')}(${bias})`,
    };
    const activation = use('activations', recipe.activation);
    if (normalization === 'none') return [dense({ ...own, activation }), ...drop];
    return [
      dense(own),
      ...(dropoutFirst ? drop : []),
      `  ${use('layers', norm)}(),`,
      `  ${use('layers', 'activation')}(${activation}),`,
      ...(dropoutFirst ? [] : drop),
    ];
  });
  return [
    `const model = ${use('layers', 'sequential')}([`,
    ...(augment ? [`  ${use('layers', 'flatten')}(),`] : []),
    ...hidden,
    dense({
      units: 'samples.classes ?? 2',
      ...kernel,
      activation: output === 'logits' ? undefined : use('activations', 'softmax'),
    }),
    `], { seed: ${seed} });`,
  ];
}

function fitLines(recipe: Recipe, { use }: ImportedNames): readonly string[] {
  const { optimizer, learningRate, schedule, momentum, clip, batchSize, epochs, seed, output } = recipe;
  const takesMomentum = optimizer === 'sgd' || optimizer === 'nag';
  const steps = `${epochs} * Math.ceil(samples.size / ${batchSize})`;
  const rate =
    schedule === 'none'
      ? learningRate
      : `${use('optimizers', 'cosineDecay')}({ initialLearningRate: ${learningRate}, decaySteps: ${steps} })`;
  const rule = options({
    learningRate: rate,
    momentum: takesMomentum ? momentum : undefined,
    globalClipNorm: clip > 0 ? clip : undefined,
  });
  const weights = `Object.fromEntries(${use('data', 'classWeights')}(samples).entries())`;
  const early = `[${use('train', 'earlyStopping')}({ patience: 10, restoreBestWeights: true })]`;
  const loss = `${use('losses', 'sparseCategoricalCrossentropy')}({ fromLogits: ${output !== 'probabilities'} })`;
  const given = {
    loss: 'loss',
    metrics: `[${use('metrics', 'accuracy')}()]`,
  };
  return [
    `const loss = ${loss};`,
    `await ${use('train', 'fit')}(model, samples, {`,
    `  optimizer: ${use('optimizers', optimizer)}(${rule}),`,
    `  loss,`,
    `  epochs: ${epochs},`,
    `  batchSize: ${batchSize},`,
    `  seed: ${seed},`,
    '  validationData: validation,',
    ...(recipe.classWeights ? [`  classWeight: ${weights},`] : []),
    ...(recipe.earlyStopping ? [`  callbacks: ${early},`] : []),
    '});',
    `const { loss: validationLoss, accuracy: share } = await ${use('train', 'evaluate')}(model, validation, ${options(given)});`,
    'console.log(validationLoss, share);',
  ];
}
