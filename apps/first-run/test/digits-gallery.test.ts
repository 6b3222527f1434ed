import { describe, expect, it } from 'vitest';
import type { Mistake } from '../src/experiment/train-digits.ts';
import { digitsGallery } from '../src/report/digits-gallery.ts';

const mistake: Mistake = {
  index: 17,
  pixels: Array.from({ length: 64 }, (_, i) => (i === 10 ? 0.5 : 0)),
  truth: '8',
  predicted: '3',
  probability: 0.617,
};

describe('digits gallery', () => {
  it('draws each image, and says what it was taken for', () => {
    const { markup } = digitsGallery([mistake]);
    expect(markup.match(/<rect [^>]*>/g)).toEqual(['<rect x="2" y="1" width="1" height="1" fill-opacity="0.5"/>']);
    expect(markup).toContain('role="img" aria-label="A handwritten 8, test image 17"');
    expect(markup).toContain('<b>8</b> taken for <b>3</b><br>62\u00a0% certain');
  });

  it('shows the first sixty', () => {
    const { markup } = digitsGallery(Array.from({ length: 61 }, () => mistake));
    expect(markup.match(/<li>/g)?.length).toBe(60);
    expect(markup).toContain('the first 60 of 61');
  });

  it('says so when there is nothing to show', () => {
    expect(digitsGallery([]).markup).toBe('<p>Every test image is recognised.</p>');
  });
});
