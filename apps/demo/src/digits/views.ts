import type { Bars, Curves, Heatmap, Images } from 'experiments';
import type { DigitMessages } from '../messages/digits/en.ts';
import { pixels } from './drawing/rasterize.ts';
import type { DigitAnswer, DigitProgress } from './engine/digit-network.ts';

const digitNames = Array.from({ length: 10 }, (_, digit) => String(digit));

/** Probabilities of the digits; zeros before anything is drawn. */
export function probabilitiesOf(answer: DigitAnswer | undefined, messages: DigitMessages): Bars {
  return {
    kind: 'bars',
    id: 'probabilities',
    title: messages.probabilities,
    names: digitNames,
    y: { label: messages.probability, range: [0, 1] },
    series: [{ name: messages.probability, values: answer?.probabilities ?? new Float32Array(10) }],
  };
}

/** The most similar training images. */
export function nearestOf({ nearest }: DigitAnswer, messages: DigitMessages): Images {
  return {
    kind: 'images',
    id: 'nearest',
    title: messages.nearest,
    width: pixels,
    height: pixels,
    images: nearest.map(({ pixels, label }) => ({ pixels, caption: messages.neighbour(label) })),
  };
}

/** What each pixel says of the likeliest digit. */
export function relevanceOf({ relevance, probabilities }: DigitAnswer, messages: DigitMessages): Heatmap {
  const names = Array.from({ length: pixels }, (_, i) => String(i + 1));
  return {
    kind: 'heatmap',
    id: 'relevance',
    title: messages.relevance(likeliest(probabilities)),
    x: { label: messages.column, names },
    y: { label: messages.row, names },
    columns: pixels,
    rows: pixels,
    values: relevance,
    color: { label: messages.relevanceAxis, diverging: true },
  };
}

/** Accuracy, epoch by epoch. */
export function accuracyOf(course: readonly DigitProgress[], messages: DigitMessages): Curves {
  return {
    kind: 'curves',
    id: 'accuracy',
    title: messages.accuracy,
    x: { label: messages.epoch },
    y: { label: messages.share, range: [0, 1] },
    series: [
      {
        name: messages.share,
        x: Float32Array.from(course, ({ epoch }) => epoch),
        y: Float32Array.from(course, ({ accuracy }) => accuracy),
      },
    ],
  };
}

/** The index of the largest number. */
export const likeliest = (values: Float32Array): number => values.indexOf(Math.max(...values));
