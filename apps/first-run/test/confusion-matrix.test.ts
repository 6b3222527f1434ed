import { describe, expect, it } from 'vitest';
import { confusionMatrixTable, describeConfusion } from '../src/report/confusion-matrix.ts';

const classNames = ['0', '1', '2'];
const counts = [
  [8, 0, 0],
  [1, 9, 0],
  [0, 3, 1],
];

describe('confusion matrix', () => {
  it('says in words how many are right, and what is confused most', () => {
    expect(describeConfusion(counts, classNames)).toBe(
      '18 of 22 test images are recognised. The most frequent confusion: a 2 taken for a 1, 3 times.',
    );
    const once = [
      [1, 1],
      [0, 1],
    ];
    expect(describeConfusion(once, classNames)).toContain('a 0 taken for a 1, once.');
    const perfect = [
      [1, 0],
      [0, 1],
    ];
    expect(describeConfusion(perfect, classNames)).toBe('2 of 2 test images are recognised.');
  });

  it('is a table with headers, tinted by the share of the row', () => {
    const { markup } = confusionMatrixTable(counts, classNames);
    expect(markup.match(/<th scope="col">/g)?.length).toBe(3);
    expect(markup).toContain(
      '<tr><th scope="row">2</th><td class="wrong" style="--tint:0%">0</td><td class="wrong" style="--tint:87%">3</td>' +
        '<td class="right" style="--tint:15%">1</td></tr>',
    );
  });

  it('bears a class without samples', () => {
    expect(confusionMatrixTable([[0]], ['0']).markup).toContain('style="--tint:0%">0</td>');
  });
});
