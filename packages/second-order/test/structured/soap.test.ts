import { describe } from 'vitest';
import { soap } from '../../src/index.ts';
import { followsGolden } from './follows-golden.ts';

describe('soap', () => {
  followsGolden('soap', soap);
});
