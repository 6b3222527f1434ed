import { describe, expect, it } from 'vitest';
import { parseOptions } from '../src/terminal/options.ts';

describe('options', () => {
  it('have defaults', () => {
    expect(parseOptions([])).toEqual({ seed: 7, epochs: 40, help: false });
  });

  it('are read from the command line', () => {
    expect(parseOptions(['--seed', '0', '--epochs=3', '--help'])).toEqual({ seed: 0, epochs: 3, help: true });
  });

  it('are explained when they are wrong', () => {
    for (const seed of ['-1', '1.5', 'seven', '', '99999999999999999999']) {
      expect(() => parseOptions([`--seed=${seed}`])).toThrow(`--seed is an integer of at least 0, got "${seed}".`);
    }
    expect(() => parseOptions(['--epochs', '0'])).toThrow('--epochs is an integer of at least 1, got "0".');
    expect(() => parseOptions(['--speed', '3'])).toThrow('--speed');
    expect(() => parseOptions(['3'])).toThrow('3');
  });
});
