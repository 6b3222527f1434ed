import { describe } from 'vitest';
import { shampoo } from '../../src/index.ts';
import { followsGolden } from './follows-golden.ts';

describe('shampoo', () => {
  followsGolden('shampoo', shampoo);
});
