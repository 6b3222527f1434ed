import type { Adaptors } from '../suite/adaptor.ts';
import { activation } from './activation.ts';
import { attention } from './attention.ts';
import { elementwise } from './elementwise.ts';
import { indexing } from './indexing.ts';
import { linear } from './linear.ts';
import { losses } from './losses.ts';
import { normalization } from './normalization.ts';
import { optimizers } from './optimizers.ts';
import { recurrent } from './recurrent.ts';
import { reduction } from './reduction.ts';
import { resampling } from './resampling.ts';
import { shaping } from './shaping.ts';
import { sliding } from './sliding.ts';

/** All operators of ONNX that gradkit can apply. */
export const onnxAdaptors: Adaptors = {
  ...elementwise,
  ...activation,
  ...reduction,
  ...shaping,
  ...indexing,
  ...linear,
  ...normalization,
  ...recurrent,
  ...attention,
  ...losses,
  ...optimizers,
  ...resampling,
  ...sliding,
};
