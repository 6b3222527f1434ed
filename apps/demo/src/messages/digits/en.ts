/** Words of the page on which one draws a digit. */
export const en = {
  title: 'Draw a digit',
  question: 'A network has just learned digits in this page. What does it take yours for?',
  drawing: 'Your drawing',
  drawingHint: 'Draw with the mouse, a finger or a pen. By keyboard: the grid beside it, or an example.',
  padName: 'Area to draw on by mouse, finger or pen. The grid of 8 by 8 cells does the same by keyboard.',
  clear: 'Clear',
  undo: 'Undo',
  examples: 'Draw an example of',
  grid: 'What the network sees',
  gridHint: 'Arrow keys go from cell to cell, space inks a cell or wipes it, + and − change it a little.',
  gridExplanation:
    'The drawing is brought to the height of 32 points, and the ink in each block of 4 × 4 is counted, as for the images that the network learned from.',
  cell: (row: number, column: number, ink: number) => `row ${row}, column ${column}: ink ${ink} of 16`,
  training: 'The network',
  settings: { units: 'Hidden units', seed: 'Seed' },
  trainAgain: 'Train again',
  trainingNow: (epoch: string, epochs: string, accuracy: string) =>
    `Training: epoch ${epoch} of ${epochs}. It knows ${accuracy} of the digits that it never saw.`,
  trained: (epochs: string, time: string, accuracy: string) =>
    `Trained for ${epochs} epochs in ${time} s: it knows ${accuracy} of the digits that it never saw.`,
  preparing: 'The digits are being fetched …',
  nothingDrawn: 'Nothing is drawn yet.',
  isSure: (digit: number, share: string) => `That is ${digit} (${share}).`,
  isUnsure: (digit: number, share: string, other: number, otherShare: string) =>
    `That could be ${digit} (${share}) or ${other} (${otherShare}).`,
  probabilities: 'What it takes the drawing for',
  probability: 'probability',
  nearest: 'The most similar digits that it learned from',
  neighbour: (digit: number) => `${digit}`,
  relevance: (digit: number) => `Which pixels speak for ${digit}`,
  relevanceAxis: 'for (purple) or against (orange)',
  row: 'row',
  column: 'column',
  accuracy: 'Accuracy on digits never seen',
  share: 'accuracy',
  epoch: 'epoch',
};

export type DigitMessages = typeof en;
