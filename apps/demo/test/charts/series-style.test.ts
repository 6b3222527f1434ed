import { expect, it } from 'vitest';
import { styleOf } from '../../src/charts/series-style.ts';

it('gives sixteen groups styles that differ, with or without colours', () => {
  const styles = Array.from({ length: 16 }, (_, group) => styleOf(group));
  expect(new Set(styles.map(({ color, marker }) => `${color} ${marker}`)).size).toBe(16);
  expect(new Set(styles.map(({ marker, dash }) => `${marker} ${dash}`)).size).toBe(16);
});

it('dashes what stands beside a line of the same group', () => {
  expect(styleOf(2, true)).toEqual({ ...styleOf(2), dash: [6, 4] });
});
