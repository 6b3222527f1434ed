import { formatNumber, formatShare } from '../charts/index.ts';
import type { PlaygroundMessages } from '../messages/playground/en.ts';
import type { PlaygroundFrame } from './engine/messages.ts';

/** Where training stands, in a sentence. */
export function sentenceOf(frame: PlaygroundFrame, classes: number, { sees }: PlaygroundMessages): string {
  const { epoch, step, trainLoss, testLoss, trainAccuracy, testAccuracy, curve } = frame;
  const guess = Math.log(classes);
  const epochs = formatNumber(epoch);
  if (step === 0) return sees.start(formatNumber(trainLoss), formatNumber(guess));
  if (!Number.isFinite(trainLoss)) return sees.broken(epochs);
  if (epoch >= 5 && trainLoss > 0.95 * guess) return sees.nothing(epochs, formatNumber(trainLoss), formatNumber(guess));
  const best = curve.test.reduce((least, loss) => Math.min(least, loss), Number.POSITIVE_INFINITY);
  const shares = [formatShare(trainAccuracy), formatShare(testAccuracy)] as const;
  if (testLoss > 1.3 * best && testLoss > best + 0.05 && testLoss > 1.5 * trainLoss) {
    return sees.overfits(epochs, ...shares, formatNumber(best), formatNumber(testLoss));
  }
  return sees.learns(epochs, ...shares);
}
