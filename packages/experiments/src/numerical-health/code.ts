import type { Config } from '../experiment.ts';
import { imports } from '../program.ts';
import { settingsOf } from '../settings.ts';
import { defaults, formOf } from './forms.ts';

/** A program that trains with the chosen form of the loss, and says when it stops being a number. */
export function codeOf(config: Config): string {
  const { form: name, scale, learningRate, steps, seed } = settingsOf(defaults, config);
  const form = formOf(name);
  const lines = {
    naive: ['const e = exp(z);', 'const p = div(e, sum(e, { axis: -1, keepDims: true }));'],
    shifted: [
      'const e = exp(sub(z, max(z, { axis: -1, keepDims: true })));',
      'const p = div(e, sum(e, { axis: -1, keepDims: true }));',
    ],
    stable: [],
  }[form];
  const loss =
    form === 'stable'
      ? 'neg(mean(sum(mul(logSoftmax(z), truth), { axis: -1 })))'
      : 'neg(mean(log(sum(mul(p, truth), { axis: -1 }))))';
  const core = {
    naive: ['div', 'exp', 'log'],
    shifted: ['div', 'exp', 'log', 'max', 'sub'],
    stable: ['logSoftmax'],
  }[form];
  return `${imports({
    activations: ['relu'],
    autograd: ['gradients'],
    core: ['cast', 'jit', 'mean', 'mul', 'neg', 'oneHot', 'sum', 'type Tensor', ...core],
    'data/synthetic': ['blobs'],
    layers: ['dense', 'sequential'],
    optimizers: ['sgd'],
  })}

const centers = [[1, 0], [-0.5, 0.87], [-0.5, -0.87]];
const data = blobs({ samples: 96, centers, clusterStd: 0.6, seed: ${seed} });
const truth = cast(oneHot(data.y, 3), 'float32');
const model = sequential([dense({ units: 16, activation: relu }), dense({ units: 3 })], { seed: ${seed} });
const optimizer = sgd({ learningRate: ${learningRate} });
const step = jit((x: Tensor) => {
  const z = model.apply(x, { training: true });
${lines.map((line) => `  ${line}\n`).join('')}  const loss = ${loss};
  optimizer.apply(gradients(loss, model.parameters), model.parameters);
  return loss;
});
for (let at = 1; at <= ${steps}; at++) {
  const loss = step(mul(data.x, ${scale})).item();
  if (!Number.isFinite(loss) || at === ${steps}) {
    console.log(\`step \${at}: loss \${loss}\`);
    break;
  }
}
`;
}
