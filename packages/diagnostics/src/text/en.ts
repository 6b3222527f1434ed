import type { Texts } from './texts.ts';

/** English. */
export const en: Texts = {
  findings: {
    'vanishing-gradient': {
      title: 'Vanishing gradient',
      why: {
        slope: (say) =>
          `the activation’s slope is at most ${say('steepest-slope')}, and each layer multiplies the gradient by it: early layers learn nothing`,
        'slope-and-saturation': (say) =>
          `the activation’s slope is at most ${say('steepest-slope')}, and ${say('saturated-share')} of the elements are saturated, where it is nearly 0`,
        saturation: (say) =>
          `${say('saturated-share')} of the elements are saturated: there the slope is nearly 0, and each layer multiplies the gradient by it`,
        'dead-units': (say) => `${say('dead-share')} of the units are active on no sample and pass no gradient back`,
        'small-weights': (say) =>
          `the weights deviate by ${say('weight-deviation')} only, where ${say('suitable-deviation')} would keep the gradient’s size: each layer makes it smaller`,
        depth: () => 'each layer makes the gradient a little smaller, and there are many layers',
      },
    },
    'exploding-gradient': {
      title: 'Exploding gradient',
      why: {
        depth: (say) =>
          `each layer makes the gradient larger on its way back, to ${say('gradient-ratio')} times that of the last layer`,
        scale: (say) =>
          `the gradient is ${say('gradient-to-weight')} times as large as the weights: a step of usual length throws them away`,
        cliff: (say) =>
          `a single step had a gradient ${say('gradient-jump')} times as large as usual, and undid what was learned`,
      },
    },
    saturation: {
      title: 'Saturated units',
      why: {
        inputs: (say) =>
          `the inputs are far from mean 0 and deviation 1, and drive ${say('saturated-share')} of the elements to where the activation is flat`,
        'large-weights': (say) =>
          `the first weights are too large, and drive ${say('saturated-share')} of the elements to where the activation is flat`,
        activation: (say) =>
          `${say('saturated-share')} of the elements are where the activation is flat, and pass no gradient back`,
        'learning-rate': (say) =>
          `too long steps have driven ${say('saturated-share')} of the elements to where the activation is flat; they hardly come back from there`,
      },
    },
    'dying-relu': {
      title: 'Dying ReLU',
      why: {
        inputs: (say) =>
          `the inputs are far from mean 0 and deviation 1: ${say('dead-share')} of the units are negative for every sample, so that their gradient is 0`,
        initialization: (say) =>
          `${say('dead-share')} of the units are negative for every sample from the beginning on, so that their gradient is 0 and nothing wakes them`,
        'learning-rate': (say) =>
          `too long steps have made ${say('dead-share')} of the units negative for every sample; their gradient is 0, and nothing wakes them`,
      },
    },
    'initialization-too-small': {
      title: 'First weights too small',
      why: {
        only: (say) =>
          `weights that deviate by ${say('weight-deviation')} instead of ${say('suitable-deviation')} make the signal smaller at each layer; of the samples’ differences ${say('signal-deviation')} reaches the output`,
      },
    },
    'initialization-too-large': {
      title: 'First weights too large',
      why: {
        only: (say) =>
          `the weights deviate by ${say('weight-deviation')}, where ${say('suitable-deviation')} would keep the signal’s size`,
      },
    },
    'symmetric-initialization': {
      title: 'All units alike',
      why: {
        zeros: () =>
          'all weights are 0: every unit gets the same gradient, or none, and a layer learns no more than one unit could',
        constant: () =>
          'all units of a layer begin with the same weights, get the same gradients, and stay the same: a layer learns no more than one unit could',
      },
    },
    'internal-covariate-shift': {
      title: 'Internal covariate shift',
      why: {
        only: (say) =>
          `what arrives at the layer moves by ${say('input-shift')} of its standard deviation from look to look, since the layers before it change: it has to follow instead of learning`,
      },
    },
    'not-finite': {
      title: 'NaN or infinity',
      why: {
        input: () => 'the inputs hold NaN or infinity, which spreads to everything that is computed from them',
        target: () => 'the targets hold NaN or infinity, and so does the loss',
        activation: (say) => `an activation overflowed at step ${say('step')}, and spread to everything behind it`,
        loss: (say) =>
          `the loss became NaN or infinite at step ${say('step')}, from activations that were finite: a logarithm of 0, or an exponential that is too large`,
        gradient: (say) => `a gradient became NaN or infinite at step ${say('step')}, where the loss was still finite`,
        weight: (say) =>
          `a weight became NaN or infinite at step ${say('step')}, from gradients that were finite: the step was too long`,
      },
    },
    'learning-rate-too-high': {
      title: 'Learning rate too high',
      why: {
        divergence: (say) =>
          `at a learning rate of ${say('learning-rate')} steps go beyond the valley: the loss rose to ${say('loss-ratio')} times what it was`,
        restless: (say) =>
          `at a learning rate of ${say('learning-rate')} each step changes the weights by ${say('update-to-weight')} of their size; about 0.1 % is usual`,
        'range-test': (say) => `in a range test the loss rises at the learning rate ${say('learning-rate')}`,
      },
    },
    'learning-rate-too-low': {
      title: 'Learning rate too low',
      why: {
        crawling: (say) =>
          `at a learning rate of ${say('learning-rate')} each step changes the weights by ${say('update-to-weight')} of their size, about 0.1 % is usual: the loss falls, but hardly`,
        'range-test': (say) =>
          `in a range test the loss falls much faster at higher rates than ${say('learning-rate')}`,
      },
    },
    plateau: {
      title: 'Plateau',
      why: {
        flat: (say) =>
          `the loss has stopped falling at ${say('loss-to-baseline')} of that of guessing: the ground is flat in the directions that steps take`,
        bouncing: (say) =>
          `the loss has stopped falling and fluctuates by ${say('loss-fluctuation')}: steps are too long for the valley’s floor`,
      },
    },
    'noisy-gradients': {
      title: 'Noisy gradients',
      why: {
        only: (say) =>
          `gradients of ${say('batch-size')} samples each contradict one another, so that steps mostly cancel`,
      },
    },
    overfitting: {
      title: 'Overfitting',
      why: {
        'many-parameters': (say) =>
          `the network has more parameters than there are samples, and after epoch ${say('best-epoch')} it learned these by heart: validation got worse while training got better`,
        'too-long': (say) =>
          `after epoch ${say('best-epoch')} the network learned the samples by heart: validation got worse while training got better`,
      },
    },
    underfitting: {
      title: 'Underfitting',
      why: {
        'no-hidden-layer': () =>
          'without a hidden layer a network separates by straight lines only, and the data needs more',
        'too-few-units': (say) =>
          `the widest hidden layer has ${say('units')} units: too few to express what is in the data`,
        'stopped-early': (say) => `after ${say('epochs')} epochs the loss was still falling: training ended too early`,
      },
    },
    'covariate-shift': {
      title: 'Covariate shift',
      why: {
        only: (say) =>
          `validation inputs lie ${say('distribution-shift')} standard deviations away from those of training: the network is asked about what it has not seen`,
      },
    },
    'useless-regularization': {
      title: 'Useless regularization',
      why: {
        only: (say) =>
          `the penalty is ${say('penalty-share')} of the loss that there was to lose: too weak to hold the network back from overfitting`,
      },
    },
    'dominating-regularization': {
      title: 'Dominating regularization',
      why: {
        collapse: () =>
          'the penalty has drawn the weights to 0: making them small is worth more than learning the data',
        share: (say) =>
          `${say('penalty-share')} of the loss is penalty: making weights small is worth more than learning the data`,
      },
    },
    'class-imbalance': {
      title: 'Class imbalance',
      why: {
        only: (say) =>
          `the rarest class has ${say('rarest-share')} of the samples: a network may ignore it and be right nearly always`,
      },
    },
    'unexpected-initial-loss': {
      title: 'Unexpected first loss',
      why: {
        weights: (say) =>
          `a network that knows nothing has a loss of ${say('expected-loss')}; this one begins at ${say('first-loss')}, since its first outputs are too large`,
        targets: (say) =>
          `the targets have mean ${say('target-mean')} and deviation ${say('target-deviation')}: most of what is trained first is the way from 0 to there`,
      },
    },
    'inputs-not-standardized': {
      title: 'Inputs not standardized',
      why: {
        scale: (say) =>
          `first weights are drawn for inputs of size 1, and these have ${say('input-scale')}: activations and gradients are off by as much`,
        spread: (say) =>
          `some features deviate ${say('feature-spread')} times as much as others: the largest decide, and the valley of the loss is long and narrow`,
        shift: (say) =>
          `the features lie around ${say('input-mean')}, far from 0 for their deviations: gradients of all weights of a unit point the same way`,
      },
    },
    'loss-and-output-differ': {
      title: 'Loss and output do not fit',
      why: {
        'softmax-into-logits': () =>
          'the loss applies softmax itself, and gets probabilities: after two softmaxes no class can be sure, and gradients are small',
        'sigmoid-into-logits': () =>
          'the loss applies sigmoid itself, and gets probabilities: after two sigmoids every answer lies between 0.5 and 0.73',
        'linear-into-probabilities': (say) =>
          `the loss takes probabilities, and gets numbers from ${say('output-smallest')} to ${say('output-largest')}: outside 0 … 1 it is flat and passes no gradient back`,
        'rectified-output': () =>
          'the last layer ends in ReLU: what should be negative becomes 0, and passes no gradient back',
        'sigmoid-of-exclusive-classes': (say) =>
          `one class excludes the others, and sigmoid answers for each alone: the outputs add up to ${say('output-sum')} instead of 1`,
        'single-softmax': () => 'softmax of a single output is always 1, whatever the weights are',
        'targets-out-of-reach': () => 'there are targets that the last activation can never reach',
      },
    },
    'selu-conditions': {
      title: 'SELU without its conditions',
      why: {
        'other-layers': () => 'SELU keeps mean 0 and variance 1 in dense layers only, and there are others',
        'other-activations': () =>
          'SELU keeps mean 0 and variance 1 only if all hidden layers have it, and some have another activation',
        inputs: (say) =>
          `SELU keeps mean 0 and variance 1 only of inputs that have them; these have mean ${say('input-mean')} and deviation ${say('input-deviation')}`,
        weights: (say) =>
          `SELU needs weights that deviate by 1/√fan-in, ${say('suitable-deviation')} here; they deviate by ${say('weight-deviation')}`,
        dropout: () => 'ordinary dropout changes the mean and the variance that SELU keeps; alpha dropout does not',
        'batch-normalization': () => 'SELU normalizes by itself, and batch normalization works against it',
        penalties: () => 'penalties and constraints of weights change the variance that SELU keeps',
        skips: () => 'connections that skip layers add up or join signals, and so change the variance that SELU keeps',
      },
    },
    'dropout-before-batch-normalization': {
      title: 'Dropout before batch normalization',
      why: {
        only: () =>
          'dropout makes the variance larger in training than afterwards, and the normalization keeps that of training: predictions are scaled wrongly',
      },
    },
    'batch-not-learned': {
      title: 'A single batch is not learned',
      why: {
        only: (say) =>
          `after many steps on one batch the loss is still ${say('batch-loss')}, and any network that works learns one batch by heart`,
      },
    },
    'wrong-gradient': {
      title: 'Wrong gradient',
      why: {
        only: (say) =>
          `gradients differ from finite differences by ${say('gradient-error')}: a derivative of one’s own is wrong`,
      },
    },
  },
  measures: {
    'gradient-ratio': (value) => `gradient norm ${value} of the last layer’s`,
    'gradient-to-weight': (value) => `gradient norm ${value} times that of the weights`,
    'gradient-jump': (value) => `largest gradient norm ${value} times the median`,
    'update-to-weight': (value) => `a step changes the weights by ${value}`,
    'saturated-share': (value) => `${value} of the elements saturated`,
    'dead-share': (value) => `${value} of the units dead`,
    'steepest-slope': (value) => `slope at most ${value}`,
    'signal-deviation': (value) => `the output of the last hidden layer deviates by ${value}`,
    'signal-growth': (value) => `the signal grows to ${value} times its size`,
    'weight-deviation': (value) => `weights deviate by ${value}`,
    'suitable-deviation': (value) => `suitable would be ${value}`,
    'unit-spread': (value) => `units differ by ${value}`,
    'input-shift': (value) => `inputs of the layer move by ${value} standard deviations`,
    'weight-shrinkage': (value) => `weights shrank to ${value} of their size`,
    loss: (value) => `loss ${value}`,
    'first-loss': (value) => `first loss ${value}`,
    'expected-loss': (value) => `expected loss ${value}`,
    'baseline-loss': (value) => `loss of guessing ${value}`,
    'validation-loss': (value) => `validation loss ${value}`,
    'best-validation-loss': (value) => `best validation loss ${value}`,
    'best-epoch': (value) => `best epoch ${value}`,
    'loss-ratio': (value) => `loss rose to ${value} times the first`,
    'loss-to-baseline': (value) => `loss at ${value} of that of guessing`,
    'loss-progress': (value) => `the loss fell by ${value} over the last third`,
    'late-progress': (value) => `the second half brought ${value} of what the first did`,
    'loss-fluctuation': (value) => `losses of batches fluctuate by ${value}`,
    'penalty-share': (value) => `penalty ${value} of the loss`,
    'generalization-gap': (value) => `validation loss ${value} times the training loss`,
    'batch-loss': (value) => `loss of the batch ${value}`,
    'gradient-agreement': (value) => `gradients agree by ${value}`,
    'gradient-error': (value) => `gradients are wrong by ${value}`,
    'learning-rate': (value) => `learning rate ${value}`,
    'batch-size': (value) => `batches of ${value}`,
    epochs: (value) => `${value} epochs`,
    units: (value) => `${value} units in the widest hidden layer`,
    samples: (value) => `${value} samples`,
    features: (value) => `${value} features`,
    classes: (value) => `${value} classes`,
    'rarest-share': (value) => `rarest class ${value} of the samples`,
    'class-ratio': (value) => `most frequent class ${value} times the rarest`,
    'input-mean': (value) => `mean of the inputs ${value}`,
    'input-deviation': (value) => `standard deviation of the inputs ${value}`,
    'input-scale': (value) => `inputs have size ${value}`,
    'feature-spread': (value) => `some features deviate ${value} times as much as others`,
    'target-smallest': (value) => `smallest target ${value}`,
    'target-largest': (value) => `largest target ${value}`,
    'target-mean': (value) => `mean of the targets ${value}`,
    'target-deviation': (value) => `standard deviation of the targets ${value}`,
    'distribution-shift': (value) => `validation inputs ${value} standard deviations away`,
    step: (value) => `step ${value}`,
    'output-sum': (value) => `outputs add up to ${value}`,
    'output-smallest': (value) => `smallest output ${value}`,
    'output-largest': (value) => `largest output ${value}`,
    'non-finite-share': (value) => `${value} of the numbers NaN or infinite`,
  },
  remedies: {
    'he-initializer': 'draw weights as He does: they keep the signal’s size behind ReLU',
    'glorot-initializer': 'draw weights as Glorot does: they keep the signal’s size forward and backward',
    'lecun-initializer': 'draw weights as LeCun does: SELU needs it',
    'random-initializer': 'draw weights at random, so that units differ',
    selu: 'use SELU in all hidden layers',
    relu: 'use ReLU in hidden layers: its slope is 1 where it is active',
    'leaky-relu': 'use a leaky ReLU: what is negative still passes a gradient',
    'batch-normalization': 'normalize between the linear part and the activation',
    'remove-batch-normalization': 'leave out batch normalization',
    'larger-batch': 'average gradients over larger batches',
    'clip-gradients': 'limit the gradient’s norm',
    'lower-learning-rate': 'lower the learning rate',
    'raise-learning-rate': 'raise the learning rate',
    'schedule-learning-rate': 'let the learning rate fall during training',
    adam: 'use Adam, which scales each parameter’s steps',
    momentum: 'add momentum, which carries over flat ground',
    'standardize-inputs': 'bring each feature to mean 0 and deviation 1',
    'standardize-targets': 'bring the targets to mean 0 and deviation 1',
    'remove-non-finite-samples': 'leave out samples with NaN or infinity',
    'more-units': 'give the hidden layers more units',
    'more-epochs': 'train longer',
    'more-data': 'collect more data',
    augment: 'change images at random in ways that keep their class',
    dropout: 'drop units at random in training',
    l2: 'penalize large weights',
    'early-stopping': 'stop where validation is best',
    'weaker-regularization': 'weaken the penalty',
    'stronger-regularization': 'strengthen the penalty',
    'shuffle-before-split': 'shuffle before splitting, so that both parts come from the same',
    'class-weights': 'let rare classes count more',
    'loss-from-logits': 'let the loss take logits, which cannot overflow',
    'loss-from-probabilities': 'let the loss take probabilities',
    'softmax-output': 'end in probabilities: softmax, or sigmoid where classes do not exclude one another',
    'linear-output': 'end without an activation',
    'dropout-after-batch-normalization': 'put dropout behind the normalization',
    'alpha-dropout': 'use alpha dropout, which keeps mean and variance',
    'check-gradients': 'compare the derivative with finite differences',
  },
  severities: { problem: 'problem', warning: 'warning', note: 'note' },
  above: (limit) => `at most ${limit}`,
  below: (limit) => `at least ${limit}`,
  layers: (names, count) => `${count === 1 ? 'layer' : 'layers'} ${names}`,
  andMore: (count) => `and ${count} more`,
  why: 'why',
  try: 'try',
  hence: 'hence',
  or: 'or',
  nothing: 'nothing wrong found',
};
