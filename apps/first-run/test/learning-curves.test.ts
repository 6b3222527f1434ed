import { describe, expect, it } from 'vitest';
import { describeCurves, learningCurves } from '../src/report/learning-curves.ts';

const curves = {
  title: 'Loss',
  epochs: [0, 1, 2],
  training: [2, 1, 0.5],
  validation: [1.5, 0.25, 0.75],
  best: 1,
};

/** The points of a path, by class. */
const pathOf = (markup: string, kind: string) => new RegExp(`class="${kind}" d="([^"]*)"`).exec(markup)?.[1];

describe('learning curves', () => {
  it('say in words what they show', () => {
    const sentence =
      'Loss over 3 epochs: training from 2.000 to 0.500, validation from 1.500 to 0.750. ' +
      'The weights kept are those of epoch 2, with 0.250 in validation.';
    expect(describeCurves(curves)).toBe(sentence);
    expect(learningCurves(curves).markup).toContain(`role="img" aria-label="${sentence}"`);
  });

  it('draw both quantities on one scale, from 0 at the bottom', () => {
    const { markup } = learningCurves(curves);
    // The drawing area is x 48 … 468, y 12 … 224 with 8 free at both sides; the scale goes from 0 to 2.
    expect(pathOf(markup, 'training')).toBe('M56 12h0L258 118L460 171');
    expect(pathOf(markup, 'validation')).toBe('M56 65h0L258 197.5L460 144.5');
    expect(markup).toContain('<line class="best" x1="258" x2="258"');
  });

  it('leave gaps where values are not finite', () => {
    const { markup } = learningCurves({ ...curves, training: [2, Number.NaN, 0.5] });
    expect(pathOf(markup, 'training')).toBe('M56 12h0M460 171h0');
    const nothing = learningCurves({ ...curves, training: [], validation: [], epochs: [] });
    expect(pathOf(nothing.markup, 'training')).toBe('');
  });

  it('show a single epoch as a point in the middle', () => {
    const { markup } = learningCurves({ ...curves, epochs: [0], training: [2], validation: [1], best: 0 });
    expect(pathOf(markup, 'training')).toBe('M258 12h0');
    expect(markup).toContain('Loss over 1 epoch:');
  });

  it('come with a table', () => {
    const { markup } = learningCurves(curves);
    expect(markup).toContain('<tr><th scope="row">2</th><td>1.000</td><td>0.250</td></tr>');
  });
});
