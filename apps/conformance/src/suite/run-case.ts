import { jit, type Tensor } from '@gradkit/core';
import type { Adaptors } from './adaptor.ts';
import { difference } from './compare.ts';
import { tensorOf } from './elements.ts';
import { NotApplicable } from './not-applicable.ts';
import { type Operand, OperatorCall } from './operator-call.ts';
import type { Case } from './recorded.ts';

/** How a case went. */
export type Outcome =
  | { readonly status: 'passed' }
  | { readonly status: 'failed'; readonly reason: string }
  | { readonly status: 'not applicable'; readonly reason: string };

/**
 * Runs one case as one program: what an adaptor builds is compiled by `jit`, with the inputs as arguments.
 * @param absent why there is no adaptor, by operator
 */
export function runCase(test: Case, adaptors: Adaptors, absent: Readonly<Record<string, string>>): Outcome {
  try {
    const names = Object.keys(test.inputs);
    const inputs = Object.values(test.inputs).map(tensorOf);
    const results = jit((given: readonly Tensor[]) => {
      const operands = new Map<string, Operand>(
        names.map((name, i) => [name, { tensor: given[i] as Tensor, recorded: test.inputs[name] }]),
      );
      apply(test, operands, adaptors, absent);
      return Object.keys(test.outputs).map((name) => (operands.get(name) as Operand).tensor);
    })(inputs);
    const problems = Object.values(test.outputs)
      .map((expected, i) => difference(results[i] as Tensor, expected, test.tolerance))
      .filter((problem) => problem !== undefined);
    return problems.length === 0 ? { status: 'passed' } : { status: 'failed', reason: problems.join('; ') };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { status: error instanceof NotApplicable ? 'not applicable' : 'failed', reason: error.message };
  }
}

/** Applies the operators of a case in order, adding their results to the operands. */
function apply(
  test: Case,
  operands: Map<string, Operand>,
  adaptors: Adaptors,
  absent: Readonly<Record<string, string>>,
): void {
  for (const recorded of test.operators) {
    const adaptor = adaptors[recorded.operator];
    if (adaptor === undefined) throw new NotApplicable(absent[recorded.operator] ?? 'no adaptor');
    const call = new OperatorCall(recorded, operands);
    const result = adaptor(call);
    const unasked = call.unasked();
    if (unasked.length > 0) throw new Error(`${recorded.operator}: attribute ${unasked.join(', ')} is not looked at`);
    const results = 'dtype' in result ? [result] : result;
    recorded.outputs.forEach((name, i) => {
      if (name === undefined) return;
      const made = results[i];
      if (made === undefined) throw new Error(`${recorded.operator}: there is no result ${i}`);
      operands.set(name, { tensor: made, recorded: undefined });
    });
  }
}
