import { describe, expect, it } from 'vitest';
import {
  examine,
  type Fault,
  faults,
  isBetter,
  isFound,
  planted,
  type Subject,
  subjects,
  treat,
} from '../src/faults.ts';

// Each mistake in one network; `npm run trials -- --only doctor` plants all of them in all networks, with several seeds.
const cases = faults.map((fault, i): [string, Fault, Subject] => {
  const harmed = subjects.filter(({ name }) => !fault.harmless?.includes(name));
  return [fault.finding, fault, harmed[i % harmed.length] as Subject];
});

describe('the doctor', () => {
  it.each(cases)('finds a planted fault, and cures what it costs: %s', async (_, fault, { recipe }) => {
    const bad = planted(fault, recipe);
    const findings = await examine(bad);
    expect(findings.map(({ name }) => name)).toContain(fault.finding);
    expect(isFound(fault, findings, bad)).toBe(true);
    if (fault.isSlight !== true) expect(isBetter(await treat(fault, bad, findings))).toBe(true);
  });

  it.each(subjects.map(({ name, recipe }) => [name, recipe] as const))(
    'finds nothing in a healthy network: %s',
    async (_, recipe) => {
      const findings = await examine(recipe);
      expect(findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
    },
  );
});
