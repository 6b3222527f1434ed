/**
 * What findings give as evidence: the names by which texts know numbers. A new measure needs a phrase in every language, and a way
 * to be written, in `text/`.
 */
export type Measure =
  // Of layers
  | 'gradient-ratio' // ‖g‖/√size, divided by that of the last kernel
  | 'gradient-to-weight' // ‖g‖ / ‖w‖
  | 'gradient-jump' // the largest norm of a step's gradient, divided by the median
  | 'update-to-weight' // ‖w after − w before‖ / ‖w before‖
  | 'saturated-share'
  | 'dead-share'
  | 'steepest-slope'
  | 'signal-deviation' // over samples, mean over units
  | 'signal-growth' // the deviation at the last hidden layer, divided by that at the first
  | 'weight-deviation' // root of the mean square of a kernel
  | 'suitable-deviation' // what an initializer that suits the activation would draw
  | 'unit-spread'
  | 'input-shift'
  | 'weight-shrinkage' // ‖w‖ at the end, divided by that at the beginning
  // Of losses
  | 'loss'
  | 'first-loss'
  | 'expected-loss'
  | 'baseline-loss'
  | 'validation-loss'
  | 'best-validation-loss'
  | 'best-epoch'
  | 'loss-ratio' // the loss at the end, divided by that at the beginning
  | 'loss-to-baseline' // the loss, divided by that of a model that knows the frequencies of the targets only
  | 'loss-progress' // by how much of itself the loss fell over the last third
  | 'late-progress' // the fall of the loss in the second half, divided by that in the first
  | 'loss-fluctuation' // deviation of the losses of batches from their trend, divided by the loss
  | 'penalty-share'
  | 'generalization-gap' // validation loss divided by training loss
  | 'batch-loss' // of one batch, after many steps on it
  // Of gradients, data and settings
  | 'gradient-agreement'
  | 'gradient-error' // largest difference between gradients and finite differences, relative
  | 'learning-rate'
  | 'batch-size'
  | 'epochs'
  | 'units' // of the widest hidden layer
  | 'samples'
  | 'features'
  | 'classes'
  | 'rarest-share'
  | 'class-ratio' // the most frequent class, divided by the rarest
  | 'input-mean' // of all inputs together
  | 'input-deviation' // the same
  | 'input-scale' // root of the mean square of all inputs
  | 'feature-spread' // deviations of features: the 95th of a hundred, divided by the 5th
  | 'distribution-shift' // mean over features of |difference of means| / deviation
  | 'step'
  | 'output-sum'
  | 'output-smallest'
  | 'output-largest'
  | 'target-smallest'
  | 'target-largest'
  | 'target-mean'
  | 'target-deviation'
  | 'non-finite-share';
