import { expect, it } from 'vitest';
import { multiplyAddLoops } from '../src/multiply-add-loops.ts';

it('are modules that run, of the kinds that the engine knows', () => {
  const plain = multiplyAddLoops('plain');
  expect(plain.length).toBe(4);
  for (const { run, operations } of [...plain, ...multiplyAddLoops('fused')]) {
    run(1);
    expect(operations).toBeGreaterThan(0);
  }
});
