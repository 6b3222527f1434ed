import type { SuiteData } from '../suite/read-suites.ts';
import type { Attribute, Case, RecordedTensor } from '../suite/recorded.ts';

/** The file as it is. */
interface OnnxFile {
  readonly source: { readonly repository: string; readonly path: string; readonly commit: string };
  readonly tests: readonly OnnxTest[];
}

interface OnnxTest {
  readonly name: string;
  readonly op: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** In order; null for those left out. */
  readonly inputs: readonly (RecordedTensor | null)[];
  readonly outputs: readonly (RecordedTensor | null)[];
}

/** Cases from the file of ONNX node tests; arguments are known by their positions. */
export function readOnnx(data: unknown): SuiteData {
  const { source, tests } = data as OnnxFile;
  return {
    cases: tests.map(onnxCase),
    source: [`${source.repository}, \`${source.path}\`, commit \`${source.commit}\``],
  };
}

function onnxCase({ name, op, attributes, inputs, outputs }: OnnxTest): Case {
  const present = inputs.flatMap((tensor, i) => (tensor === null ? [] : [[i, tensor] as const]));
  return {
    name,
    operator: op,
    operators: [
      {
        operator: op,
        attributes,
        inputs: Object.fromEntries(present.map(([i]) => [i, `input ${i}`])),
        outputs: outputs.map((tensor, i) => (tensor === null ? undefined : `output ${i}`)),
      },
    ],
    inputs: Object.fromEntries(present.map(([i, tensor]) => [`input ${i}`, tensor])),
    outputs: Object.fromEntries(
      outputs.flatMap((tensor, i) => (tensor === null ? [] : [[`output ${i}`, tensor] as const])),
    ),
    // The rule of the suite's own runner.
    tolerance: { metric: 'close', relative: 1e-3, absolute: 1e-7 },
  };
}
