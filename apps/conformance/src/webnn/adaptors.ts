import type { Adaptors } from '../suite/adaptor.ts';
import { elementwise } from './elementwise.ts';
import { indexing } from './indexing.ts';
import { linear } from './linear.ts';
import { normalization } from './normalization.ts';
import { quantization } from './quantization.ts';
import { recurrent } from './recurrent.ts';
import { reduction } from './reduction.ts';
import { resampling } from './resampling.ts';
import { shaping } from './shaping.ts';
import { sliding } from './sliding.ts';

/** All operators of WebNN that gradkit can apply. */
export const webnnAdaptors: Adaptors = {
  ...elementwise,
  ...reduction,
  ...shaping,
  ...indexing,
  ...linear,
  ...normalization,
  ...quantization,
  ...recurrent,
  ...resampling,
  ...sliding,
};
