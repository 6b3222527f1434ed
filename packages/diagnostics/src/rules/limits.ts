/**
 * All numbers that findings are judged by, with their reasons. Those without a source were set on runs of digits, breast cancer,
 * wine and synthetic data: well inside the gap between healthy networks and those with a planted fault.
 */
export const limits = {
  /**
   * Root mean square of a kernel's gradient relative to the last kernel's. Sigmoid divides by 4 or more at each layer; healthy
   * networks of ten layers stay above 0.02.
   */
  vanishingRatio: 1e-3,
  /** The same, upward. */
  explodingRatio: 100,
  /** ‖g‖ / ‖w‖: a step of 0.01 along such a gradient replaces the weights. Healthy networks begin below 2. */
  explodingToWeight: 100,
  /** Largest norm of a gradient relative to the median of the run: a cliff. Batches of healthy runs differ by less than 20. */
  gradientJump: 100,

  /** Share of saturated elements of a hidden layer at the beginning. With unit pre-activations tanh has 3 % of them, sigmoid none. */
  saturatedAtFirst: 0.5,
  /** The same later: networks that have learned well saturate up to half of their units. */
  saturatedLater: 0.75,
  /** Largest slope up to which an activation weakens gradients from layer to layer by itself: sigmoid has 1/4, tanh 1. */
  gentleSlope: 0.3,
  /** Share of units that no sample of an epoch activates. He's initialisation leaves a few per cent. */
  deadShare: 0.4,
  /** Above this share little is left that could learn. */
  mostlyDead: 0.7,

  /** Deviation of a kernel at the start, relative to that which suits: below it a signal shrinks to half per layer at least. */
  smallWeights: 0.3,
  /** And above it grows threefold. */
  largeWeights: 3,
  /** The same where many layers add up: Glorot's weights behind ReLU, with 0.7 of He's, leave 3 % of a signal after ten layers. */
  ratherSmallWeights: 0.8,
  ratherLargeWeights: 1.25,
  /** Deviation over samples of the last hidden layer: what reaches the output is then hardly more than its bias. */
  faintSignal: 0.05,
  /** Growth of the signal from the first hidden layer to the last, or of the first loss over that of guessing. */
  signalGrowth: 10,
  firstLossToBaseline: 4,
  /** Spread of the units of a kernel. Random ones have 1 − 1/n at least; rounding leaves 1e-6. */
  unitSpread: 1e-4,

  /**
   * Drift of a layer's input between two looks, in its standard deviations: a normal distribution moved by one half still overlaps
   * by 80 %.
   */
  inputShift: 0.5,
  /** Deviation over samples in that of all elements: below, a layer says nearly the same of every sample, and any shift is large. */
  lostSignal: 0.005,
  /** Means of validation inputs, in standard deviations of the training inputs: mean over features. */
  distributionShift: 0.5,

  /** ‖Δw‖ / ‖w‖ of a step: about 1e-3 is usual. Source: Karpathy, A recipe for training neural networks; CS231n, notes on ratios. */
  fastUpdates: 0.1,
  /** The largest of the first steps, relative to weights of a suitable size: it replaces half of them. Healthy runs stay below 0.15. */
  wildUpdate: 0.5,
  slowUpdates: 2e-4,
  usualUpdates: 2e-3,
  /** Loss at the end over that of the first steps: it went up. */
  diverged: 1.5,
  /** Highest loss of the run over that of the first steps, and the same where steps were wild. */
  leapt: 10,
  leaptWildly: 2,
  /** Progress of the second half of the run over that of the first: 1 for a straight line. Healthy curves bend below 0.3. */
  straightDescent: 0.5,
  /** Relative fall of the loss over the first half of a run, from which on its bend means anything. */
  noticeableFall: 0.05,
  /** Relative fall of the loss over the last third of a run: below it nothing moves any more. */
  flat: 0.02,
  /** The same where training should go on: noise in labels alone leaves a slow fall of 0.07. */
  stillFalling: 0.1,
  /** Loss relative to that of guessing: nothing was learned. */
  nothingLearned: 0.9,
  /** Much is left to be learned. Noise in targets alone leaves less in usual data. */
  littleLearned: 0.5,
  /** The same for hidden layers that are too narrow for anything. */
  narrowLearned: 0.3,
  /** Units up to which a hidden layer is called narrow. */
  narrow: 4,
  /** Steps before which curves say nothing. */
  fewSteps: 30,
  fewEpochs: 5,

  /** Batches up to this size are called small. */
  smallBatch: 4,
  /** What is prescribed instead, and the steps that training should still make with it. */
  usualBatch: 32,
  enoughSteps: 300,
  /** Deviation of the losses of batches from their trend, relative to the loss. Batches of 32 of healthy runs have up to 0.4. */
  lossFluctuation: 0.5,
  /** Agreement of gradients: 0 where they are noise. */
  gradientAgreement: 0.05,

  /** Rise of the validation loss since its best, relative to the loss of guessing (0.04 in healthy runs), and to its best. */
  validationRise: 0.08,
  validationRiseRelative: 1.2,
  /** Validation loss over training loss; the latter with dropout is larger than without. */
  generalizationGap: 1.5,
  /** Share of penalties in the loss below which they hold nothing. */
  uselessPenalty: 0.02,
  /** What is prescribed instead: the weights then shrink, and the share with them. */
  usefulPenalty: 0.5,
  /** And above which they are what is trained, where little of the data was learned. */
  dominatingPenalty: 0.5,
  /** Penalties over the loss of guessing: nothing that the data could give makes up for them. */
  crushingPenalty: 2,
  /** Weights that shrank to this share of their beginning. */
  collapsedWeights: 0.1,
  /** The most frequent class over the rarest: a tenth of the gradient at most comes from the rare class. */
  classRatio: 8,
  /** Means and deviations of features that count as not standardised when causes are looked for. */
  inputMean: 3,
  inputDeviation: 5,
} as const;
