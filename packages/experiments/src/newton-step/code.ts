import type { Config } from '../experiment.ts';
import { imports } from '../program.ts';
import { curves, type StepName, stepSettings } from './step-settings.ts';

const steps: Readonly<Record<Exclude<StepName, 'line-search'>, (damping: number) => string>> = {
  plain: () => '-slope / curvature',
  absolute: () => '-slope / Math.abs(curvature)',
  damped: (damping) => `-slope / (Math.max(curvature, 0) + ${damping})`,
};

/** A program that takes the steps, and prints where they lead. */
export function codeOf(config: Config): string {
  const { curve, method, start, damping } = stepSettings(config);
  const { code, needs } = curves[curve];
  if (method === 'line-search') {
    return `${imports({
      core: ['reshape', 'type Tensor', ...needs],
      'second-order': ['newton', 'tensorObjective'],
    })}

const f = (x: Tensor) => ${code};
const objective = tensorObjective((x) => reshape(f(x), []));
const result = newton(objective, [${start}], {
  gtol: 1e-12,
  callback: ({ nit, x, fun }) => console.log(nit, x[0], fun),
});
console.log(result.status, result.x[0]);
`;
  }
  return `${imports({ autograd: ['grad'], core: ['jit', 'stack', 'type Tensor', 'tensor', ...needs] })}

const f = (x: Tensor) => ${code};
const slopeOf = grad(f);
const derivatives = jit((x: Tensor) => stack([f(x), slopeOf(x), grad((at: Tensor) => slopeOf(at))(x)]));

let x = ${start};
for (let step = 0; step < 30; step++) {
  const [value = 0, slope = 0, curvature = 0] = derivatives(tensor(x, { dtype: 'float64' })).dataSync();
  console.log(\`step \${step}: x = \${x}, f = \${value}, f′ = \${slope}, f″ = \${curvature}\`);
  if (Math.abs(slope) < 1e-12 || !Number.isFinite(value) || Math.abs(x) > 1e6) break;
  x += ${steps[method](damping)};
}
`;
}
