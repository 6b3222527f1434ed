import { relu, sigmoid } from '@gradkit/activations';
import { digits } from '@gradkit/data/digits';
import { diagnose, trainingDoctor } from '@gradkit/diagnostics';
import { heNormal, randomNormal } from '@gradkit/initializers';
import { dense, sequential } from '@gradkit/layers';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { sgd } from '@gradkit/optimizers';
import { fit } from '@gradkit/train';

const { train, test } = digits().split(0.8, { seed: 1 });
const loss = sparseCategoricalCrossentropy({ fromLogits: true });

// Why does this network learn so badly?
const model = sequential([
  ...Array.from({ length: 10 }, () =>
    dense({ units: 100, activation: sigmoid, kernelInitializer: randomNormal({ stddev: 1 }) }),
  ),
  dense({ units: 10 }),
]);
const report = await diagnose(model, train, { loss, optimizer: sgd({ learningRate: 0.1 }) });
console.log(report.toString());

// As prescribed it learns well, and the doctor, who looks on while it trains, has nothing to say.
const cured = sequential([
  ...Array.from({ length: 10 }, () => dense({ units: 100, activation: relu, kernelInitializer: heNormal() })),
  dense({ units: 10 }),
]);
const doctor = trainingDoctor();
const history = await fit(cured, train, {
  loss,
  optimizer: sgd({ learningRate: 0.03 }),
  epochs: 8,
  validationData: test,
  callbacks: [doctor],
});
console.log(history.best('valLoss'), doctor.findings);
