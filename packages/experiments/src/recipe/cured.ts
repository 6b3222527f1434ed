import type { Remedy, RemedyName } from '@gradkit/diagnostics/report';
import type { Recipe } from './recipe.ts';

type Change = (recipe: Recipe, value: number | undefined) => Partial<Recipe>;

const wider = (hidden: string, factor: number): string =>
  hidden === ''
    ? '16'
    : hidden
        .split('-')
        .map((units) => Math.min(1024, Math.max(16, Number(units) * factor)))
        .join('-');

/** What each remedy changes. Undefined: nothing that a recipe has a word for. */
const changes: Readonly<Record<RemedyName, Change | undefined>> = {
  'he-initializer': () => ({ initializer: 'heNormal', bias: 0 }),
  'glorot-initializer': () => ({ initializer: 'glorotUniform', bias: 0 }),
  'lecun-initializer': () => ({ initializer: 'lecunNormal', bias: 0 }),
  'random-initializer': ({ activation }) => ({
    initializer: activation === 'relu' ? 'heNormal' : 'glorotUniform',
    bias: 0,
  }),
  relu: () => ({ activation: 'relu', initializer: 'heNormal' }),
  'leaky-relu': () => ({ activation: 'leakyRelu', initializer: 'heNormal' }),
  selu: () => ({ activation: 'selu', initializer: 'lecunNormal' }),
  'batch-normalization': () => ({ normalization: 'batch' }),
  'remove-batch-normalization': () => ({ normalization: 'none' }),
  'larger-batch': ({ batchSize }, value) => ({ batchSize: value ?? Math.max(32, batchSize * 4) }),
  'clip-gradients': (_, value) => ({ clip: value ?? 1 }),
  'lower-learning-rate': ({ learningRate }, value) => ({ learningRate: value ?? learningRate / 10 }),
  'raise-learning-rate': ({ learningRate }, value) => ({ learningRate: value ?? learningRate * 10 }),
  'schedule-learning-rate': () => ({ schedule: 'cosine' }),
  adam: (_, value) => ({ optimizer: 'adam', learningRate: value ?? 0.001 }),
  momentum: (_, value) => ({ momentum: value ?? 0.9 }),
  'standardize-inputs': () => ({ standardize: true }),
  'standardize-targets': undefined,
  'remove-non-finite-samples': () => ({ corrupt: 0 }),
  'more-units': ({ hidden }) => ({ hidden: wider(hidden, 4) }),
  'more-epochs': ({ epochs }, value) => ({ epochs: value ?? epochs * 4 }),
  'more-data': ({ samples }) => ({ samples: samples * 10 }),
  augment: ({ data }) => (data === 'digits' ? { augment: true } : {}),
  dropout: (_, value) => ({ dropout: value ?? 0.5 }),
  l2: (_, value) => ({ penalty: 'l2', strength: value ?? 0.001 }),
  'early-stopping': () => ({ earlyStopping: true }),
  'weaker-regularization': ({ strength, dropout }, value) => ({
    strength: value ?? strength / 100,
    dropout: dropout / 2,
  }),
  'stronger-regularization': ({ strength }, value) => ({ strength: value ?? strength * 10 }),
  'shuffle-before-split': () => ({ shift: 0 }),
  'class-weights': () => ({ classWeights: true }),
  'loss-from-logits': () => ({ output: 'logits' }),
  'loss-from-probabilities': () => ({ output: 'probabilities' }),
  'softmax-output': () => ({ output: 'probabilities' }),
  'linear-output': () => ({ output: 'logits' }),
  'dropout-after-batch-normalization': () => ({ dropoutFirst: false }),
  'alpha-dropout': () => ({ dropout: 0 }),
  'check-gradients': undefined,
};

/** The recipe with a remedy applied; undefined where the remedy changes nothing that a recipe says. */
export function cured(recipe: Recipe, remedy: Pick<Remedy, 'name' | 'value'>): Recipe | undefined {
  const changed = { ...recipe, ...changes[remedy.name]?.(recipe, remedy.value) };
  const keys = Object.keys(recipe) as (keyof Recipe)[];
  return keys.some((name) => changed[name] !== recipe[name]) ? changed : undefined;
}
