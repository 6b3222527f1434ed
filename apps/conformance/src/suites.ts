import { onnx } from './onnx/suite.ts';
import type { Suite } from './suite/read-suites.ts';
import { webnn } from './webnn/suite.ts';

/** All suites, in the order of the page. */
export const suites: readonly Suite[] = [onnx, webnn];
