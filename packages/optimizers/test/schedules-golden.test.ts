import { describe, expect, it } from 'vitest';
import type { Schedule } from '../src/index.ts';
import { expectClose, float64 } from './close.ts';
import oneCycles from './golden/one-cycle.json' with { type: 'json' };
import others from './golden/schedules.json' with { type: 'json' };
import { called, decoded } from './named.ts';

interface Case {
  readonly schedule: string;
  readonly arguments: readonly unknown[];
  /** What made the rates. */
  readonly origin: string;
  /** The rates of all steps, from 0. */
  readonly rates: readonly number[];
}

const cases: readonly Case[] = [...others.cases, ...oneCycles.cases];

describe.each(cases.map((each) => [each.schedule, JSON.stringify(each.arguments), each] as const))(
  '%s of %s',
  (name, _, { arguments: args, origin, rates }) => {
    const rate = called<Schedule>(name, ...args.map(decoded));

    it(`follows ${origin} over its whole length`, () => {
      expectClose(
        rates.map((_rate, step) => rate(step)),
        rates,
        float64,
      );
    });

    it('says what it is', () => {
      expect(rate.description).toMatch(new RegExp(`^${name}: `));
    });
  },
);
