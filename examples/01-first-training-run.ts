import { relu } from '@gradkit/activations';
import { digits } from '@gradkit/data/digits';
import { heNormal } from '@gradkit/initializers';
import { activation, batchNormalization, dense, dropout, sequential } from '@gradkit/layers';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { accuracy } from '@gradkit/metrics';
import { adam } from '@gradkit/optimizers';
import { l2 } from '@gradkit/regularizers';
import { earlyStopping, evaluate, fit, progressBar } from '@gradkit/train';

const { train, test } = digits().split(0.8, { seed: 1 });

const model = sequential([
  dense({ units: 64, kernelInitializer: heNormal(), kernelRegularizer: l2(0.001) }),
  batchNormalization(),
  activation(relu),
  dropout({ rate: 0.5 }),
  dense({ units: 10 }),
]);

const loss = sparseCategoricalCrossentropy({ fromLogits: true });
const history = await fit(model, train, {
  optimizer: adam({ learningRate: 0.001 }),
  loss,
  metrics: [accuracy()],
  epochs: 40,
  batchSize: 32,
  validationSplit: 0.1,
  seed: 7,
  callbacks: [earlyStopping({ patience: 5, restoreBestWeights: true }), progressBar()],
});
console.log(history.best('valAccuracy'));
console.log(model.summary(), await evaluate(model, test, { loss, metrics: [accuracy()] }));
