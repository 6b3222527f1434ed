import { describe, expect, it } from 'vitest';
import { parseOptions, UsageError, usage } from '../src/options.ts';

const names = { items: ['a', 'a64', 'c', 'c32'], contestants: ['gradkit', 'jax-js'] };
const parse = (...args: string[]) => parseOptions(args, names);

describe('parseOptions', () => {
  it('measures everything, thoroughly, when nothing is said', () => {
    expect(parse()).toMatchObject({ quick: false, only: [], contestants: [], pin: false, rounds: 5, engines: [] });
  });

  it('does fewer rounds when it is to be quick, unless told how many', () => {
    expect(parse('--quick').rounds).toBe(2);
    expect(parse('--quick', '--rounds', '5').rounds).toBe(5);
  });

  it('plays more rounds to tell two builds apart', () => {
    expect([parse('--compare', 'main').rounds, parse('--compare', 'main', '--quick').rounds]).toEqual([21, 7]);
  });

  it('takes lists apart', () => {
    expect(parse('--only', 'a, c32', '--contestants=gradkit')).toMatchObject({
      only: ['a', 'c32'],
      contestants: ['gradkit'],
    });
    expect(parse('--node', '/one', '--node', '/two').engines).toEqual(['/one', '/two']);
  });

  it('says what is wrong, and what would be right', () => {
    expect(() => parse('--only', 'a,z')).toThrow(new UsageError('--only: "z" is none of a, a64, c, c32.'));
    expect(() => parse('--contestants', 'numpy')).toThrow(
      new UsageError('--contestants: "numpy" is none of gradkit, jax-js.'),
    );
    expect(() => parse('--rounds', '0')).toThrow(new UsageError('--rounds: "0" is not a positive whole number.'));
    expect(() => parse('--fast')).toThrow(UsageError);
    expect(() => parse('a')).toThrow(/See --help/);
  });
});

describe('usage', () => {
  it('names every option', () => {
    for (const option of [
      'quick',
      'only',
      'contestants',
      'rounds',
      'compare',
      'node',
      'pin',
      'json',
      'html',
      'markdown',
    ]) {
      expect(usage(names)).toContain(`--${option} `);
    }
  });
});
