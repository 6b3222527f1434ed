import { describe, expect, it } from 'vitest';
import type { Contestant } from '../src/contestants.ts';
import { enginesInWords, inEngines } from '../src/engines.ts';
import { UsageError } from '../src/options.ts';

const contestant = (name: string, runtime: Contestant['runtime']): Contestant => ({
  name,
  label: name,
  runtime,
  module: '',
  families: ['c'],
});
const both = [contestant('gradkit', 'node'), contestant('pytorch', 'python')];
const { version } = process;

describe('contestants in several engines', () => {
  it('run in the present one, if no other is named', () => {
    expect(inEngines(both, [])).toEqual(both);
    expect(enginesInWords([])).toBe(`Node ${version.slice(1)}`);
  });

  it('run once in each, those in other languages once', () => {
    const label = `gradkit, Node ${version.slice(1)}`;
    expect(inEngines(both, [process.execPath, process.execPath]).map((one) => one.label)).toEqual([
      label,
      label,
      'pytorch',
    ]);
    expect(inEngines(both, [process.execPath])[0]?.node).toBe(process.execPath);
  });

  it('are refused where an engine does not run', () => {
    expect(() => inEngines(both, ['/no/such/node'])).toThrow(new UsageError('--node: /no/such/node does not run.'));
  });
});
