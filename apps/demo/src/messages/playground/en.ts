/** Words of the playground. */
export const en = {
  title: 'Playground',
  question: 'Build a network, train it, watch it learn or fail.',
  groups: {
    data: 'Data',
    network: 'Network',
    training: 'Training',
    regularization: 'Regularisation',
    faults: 'Spoil something',
  },
  groupHints: {
    faults: 'Faults that the doctor should find.',
  },
  layers: 'Hidden layers',
  layer: (number: number) => `Layer ${number}`,
  unitsOf: (number: number, units: number) => `Layer ${number}: ${units} ${units === 1 ? 'unit' : 'units'}`,
  moreUnits: (number: number) => `One unit more in layer ${number}`,
  fewerUnits: (number: number) => `One unit less in layer ${number}`,
  removeLayer: (number: number) => `Remove layer ${number}`,
  addLayer: 'Add a layer',
  noLayers: 'No hidden layer: a linear classifier.',
  speed: 'Speed',
  speeds: { 1: '1 step a picture', 10: '10 steps a picture', 100: '100 steps a picture', 0: 'As fast as it can' },
  oneStep: 'One step',
  oneEpoch: 'One epoch',
  step: 'step',
  epoch: 'epoch',
  rate: 'steps/s',
  loss: 'loss',
  accuracy: 'accuracy',
  train: 'training',
  test: 'test',
  numbers: 'Where training stands',
  boundary: 'Decision boundary',
  boundaryOfPlane: (features: number) =>
    `Decision boundary in the plane of the two principal components of ${features} features`,
  planeHint:
    'Samples have more than two features: the picture shows the plane in which they spread most. A sample off the plane may be classified otherwise than the colour behind it.',
  firstComponent: '1st component',
  secondComponent: '2nd component',
  losses: 'Loss of training and test',
  network: 'What each unit has learned',
  networkHint:
    'Each square shows the output of a unit over the same picture: orange negative, purple positive. Lines are weights: the thicker the larger, dashed where negative.',
  networkSummary: (features: number, hidden: readonly number[], classes: number) =>
    `Network with ${features} inputs, ${hidden.length === 0 ? 'no hidden layer' : `hidden layers of ${hidden.join(', ')} units`}, and ${classes} classes.`,
  unitSummary: (layer: number, constant: number, shown: number) =>
    `Layer ${layer}: ${constant === 0 ? `all ${shown} shown units answer to the input` : `${constant} of ${shown} shown units give the same everywhere`}.`,
  inputs: 'inputs',
  output: 'output',
  moreUnitsHidden: (count: number) => `+ ${count}`,
  preparing: 'Preparing …',
  applyCure: 'Cure it',
  notYetExamined: 'The doctor looks as soon as training runs.',
  sees: {
    start: (loss: string, guess: string) => `Nothing is learned yet: the loss is ${loss}, that of guessing ${guess}.`,
    nothing: (epochs: string, loss: string, guess: string) =>
      `After ${epochs} epochs the loss is ${loss}: no better than guessing (${guess}).`,
    learns: (epochs: string, train: string, test: string) =>
      `After ${epochs} epochs ${train} of the training samples and ${test} of the test samples are classified correctly.`,
    overfits: (epochs: string, train: string, test: string, best: string, now: string) =>
      `After ${epochs} epochs ${train} of the training samples are classified correctly, but only ${test} of the test samples: the test loss was ${best} and is ${now} again.`,
    broken: (epochs: string) => `After ${epochs} epochs the loss is not a number any more: training has broken down.`,
  },
};

export type PlaygroundMessages = typeof en;
