import { expect, it } from 'vitest';
import { settingsOf } from '../src/settings.ts';

it('takes what is missing or of another kind from the defaults, and nothing that they do not have', () => {
  const defaults = { rate: 0.5, name: 'none', flag: true };
  expect(settingsOf(defaults, { rate: '0.7', name: 'l1', other: 1 })).toEqual({ rate: 0.5, name: 'l1', flag: true });
});
