import { foldIn, key, randint, tensor } from '@gradkit/core';
import { characterVocabulary } from '@gradkit/data';
import { dense, embedding, gru, lstm, type Model, sequential } from '@gradkit/layers';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { adam } from '@gradkit/optimizers';
import { evaluate, fit } from '@gradkit/train';
import { describe, expect, it } from 'vitest';

/**
 * Texts of words such as `a..a` and `c.....c`: one of four letters, two to five dots, and the same letter again. Who reads them
 * with a memory knows the last letter of every word; who does not, guesses among four.
 */
const letters = 'abcd';
const [fewest, most] = [2, 5];
const vocabulary = characterVocabulary(`${letters}.`);

/** A text, with the surprise −ln p of each character for a reader who knows the rule. */
function write(seed: number, length: number): { readonly text: string; readonly surprise: readonly number[] } {
  const words = Math.ceil(length / (fewest + 2));
  const draw = (stream: number, count: number) => randint(foldIn(key(seed), stream), [words], 0, count).dataSync();
  const [firsts, dots] = [draw(0, letters.length), draw(1, most - fewest + 1)];
  let text = '';
  const surprise: number[] = [];
  firsts.forEach((first, i) => {
    const count = fewest + (dots[i] as number);
    text += letters[first] + '.'.repeat(count) + letters[first];
    surprise.push(Math.log(letters.length));
    for (let seen = 0; seen <= count; seen++) {
      // After that many dots, all word lengths that are left are as likely as each other.
      const left = most - Math.max(seen, fewest) + 1;
      const ends = seen === count;
      surprise.push(seen < fewest ? 0 : -Math.log((ends ? 1 : left - 1) / left));
    }
  });
  return { text: text.slice(0, length), surprise: surprise.slice(0, length) };
}

const steps = 32;

/** Rows of text that begin with a word, the characters that follow, and what a reader who knows the rule loses. */
function rows(seed: number, count: number) {
  const texts = Array.from({ length: count }, (_, i) => write(1000 * seed + i, steps + 1));
  const ids = (from: number, to: number) =>
    tensor(
      texts.map(({ text }) => [...vocabulary.encode(text.slice(from, to))]),
      { dtype: 'int32' },
    );
  const surprises = texts.flatMap(({ surprise }) => surprise.slice(1));
  return {
    data: { x: ids(0, steps), y: ids(1, steps + 1) },
    entropy: surprises.reduce((a, b) => a + b, 0) / surprises.length,
  };
}

const loss = sparseCategoricalCrossentropy({ fromLogits: true });
const train = rows(1, 512);
const test = rows(2, 256);

async function lossOn(model: Model, seed: number): Promise<number> {
  await fit(model, train.data, { optimizer: adam({ learningRate: 0.01 }), loss, epochs: 20, batchSize: 32, seed });
  return (await evaluate(model, test.data, { loss })).loss;
}

describe('a model of characters', () => {
  const reader = (make: typeof lstm | typeof gru, seed: number): Model =>
    sequential(
      [
        embedding({ inputDim: vocabulary.size, outputDim: 8 }),
        (make as typeof lstm)({ units: 32, returnSequences: true }),
        dense({ units: vocabulary.size }),
      ],
      { seed },
    );

  it('has as much to learn as the rule leaves open', () => {
    // ln 4 for the letter and ln 4 for the number of dots, in words of 5.5 characters; rows begin with a letter that is given.
    expect(test.entropy).toBeGreaterThan(0.9 * ((2 * Math.log(4)) / 5.5));
    expect(test.entropy).toBeLessThan((2 * Math.log(4)) / 5.5);
  });

  it.each([1, 2, 3])(
    'of long short-term memories loses at most a twentieth more than the entropy of new text (seed %i)',
    async (seed) => {
      expect(await lossOn(reader(lstm, seed), seed)).toBeLessThan(1.05 * test.entropy);
    },
  );

  it('of gated recurrent units does too', async () => {
    expect(await lossOn(reader(gru, 1), 1)).toBeLessThan(1.05 * test.entropy);
  });

  it('without a memory does not: it loses ln 4 at the end of every word', async () => {
    const model = sequential(
      [embedding({ inputDim: vocabulary.size, outputDim: 8 }), dense({ units: vocabulary.size })],
      {
        seed: 1,
      },
    );
    expect(await lossOn(model, 1)).toBeGreaterThan(1.5 * test.entropy);
  });
});
