import { tanh } from '@gradkit/activations';
import { digits } from '@gradkit/data/digits';
import { dense, sequential } from '@gradkit/layers';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { lbfgs, minimizeParameters } from '@gradkit/second-order';

const rosenbrock = {
  valueAndGrad(x: Float64Array, gradient: Float64Array) {
    const [a, b] = [1 - x[0], x[1] - x[0] ** 2];
    gradient[0] = -2 * a - 400 * x[0] * b;
    gradient[1] = 200 * b;
    return a * a + 100 * b * b;
  },
};
const result = lbfgs(rosenbrock, [-1.2, 1], { gtol: 1e-8 }); // also newton, newtonCG, conjugateGradient, bfgs, …
console.log(result.x, result.fun, result.status, result.nfev);

// The same for the weights of a network, with all samples at once.
const { x, y } = digits();
const model = sequential([dense({ units: 32, activation: tanh, inputShape: [64] }), dense({ units: 10 })], { seed: 1 });
const loss = sparseCategoricalCrossentropy({ fromLogits: true });

const r = minimizeParameters(lbfgs, () => loss(y, model.apply(x)), model.parameters, { maxIter: 200 });
console.log(r.fun, r.gradNorm, r.status, r.nfev);
