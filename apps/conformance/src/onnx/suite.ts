import type { Suite } from '../suite/read-suites.ts';
import { onnxAbsent } from './absent.ts';
import { onnxAdaptors } from './adaptors.ts';
import { onnxComposed } from './composed.ts';
import { onnxFailures } from './failures.ts';
import { readOnnx } from './read.ts';

/** The tests of single operators that belong to the ONNX format. */
export const onnx: Suite = {
  title: 'ONNX operator node tests',
  file: 'onnx_node_tests.json.gz',
  attribution: 'Copyright (c) ONNX Project Contributors, Apache-2.0',
  tolerance: 'relative difference up to 10⁻³ and absolute up to 10⁻⁷ for floats, none for integers and truth values',
  adaptors: onnxAdaptors,
  composed: onnxComposed,
  absent: onnxAbsent,
  failures: onnxFailures,
  read: readOnnx,
};
