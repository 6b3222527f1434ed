// A network that learns to write: from examples of words such as a..a and c.....c it finds the rule, one of four letters, two to
// five dots, and the letter again. Its loss comes close to the surprise that the rule itself leaves: which letter begins the
// next word, and when the dots end.
import { categorical, foldIn, jit, key, randint, type Tensor, tensor } from '@gradkit/core';
import { characterVocabulary } from '@gradkit/data';
import { dense, embedding, lstm, sequential } from '@gradkit/layers';
import { sparseCategoricalCrossentropy } from '@gradkit/losses';
import { adam } from '@gradkit/optimizers';
import { fit } from '@gradkit/train';

const letters = 'abcd';
const steps = 32;

/** A text that begins with a word. */
function write(seed: number, length: number): string {
  const [firsts, dots] = [0, 1].map((stream) => randint(foldIn(key(seed), stream), [length], 0, 4).dataSync());
  const words = Array.from(
    firsts ?? [],
    (letter, i) => letters[letter] + '.'.repeat(2 + (dots?.[i] ?? 0)) + letters[letter],
  );
  return words.join('').slice(0, length);
}

const vocabulary = characterVocabulary(`${letters}.`);
const texts = Array.from({ length: 512 }, (_, seed) => write(seed, steps + 1));
const ids = (from: number, to: number): Tensor =>
  tensor(
    texts.map((text) => [...vocabulary.encode(text.slice(from, to))]),
    { dtype: 'int32' },
  );

/** Reads texts, or with `stateful` one text character by character, and says what may follow. */
const reader = (stateful: boolean) =>
  sequential(
    [
      embedding({ inputDim: vocabulary.size, outputDim: 8 }),
      lstm({ units: 32, returnSequences: true, stateful }),
      dense({ units: vocabulary.size }),
    ],
    { seed: 1 },
  );
const model = reader(false);
const history = await fit(
  model,
  { x: ids(0, steps), y: ids(1, steps + 1) },
  { optimizer: adam({ learningRate: 0.01 }), loss: sparseCategoricalCrossentropy({ fromLogits: true }), epochs: 20 },
);
// Two choices among four, in words of 5.5 characters.
console.log('loss', history.best('loss'), 'entropy of the rule', (2 * Math.log(4)) / 5.5);

// The same weights in a model that remembers what it read: it writes on, each character drawn by the probabilities that it gives.
const writer = reader(true);
writer.build([1, 1]);
writer.parameters.forEach(({ variable }, i) => {
  const learned = model.parameters[i]?.variable;
  if (learned !== undefined) variable.assign(learned.value);
});
const next = jit((id: Tensor, draw: Tensor) => categorical(draw, writer.apply(id)));

let text = 'a';
let id = tensor([...vocabulary.encode(text)], { dtype: 'int32' }).reshape([1, 1]);
for (let i = 0; i < 100; i++) {
  id = next(id, foldIn(key(7), i));
  text += vocabulary.decode(id.dataSync());
}
console.log(text);
