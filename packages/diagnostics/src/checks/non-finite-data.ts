import type { Finding } from '../finding.ts';
import { prescribe } from '../prescribe.ts';
import type { Examined } from './check.ts';

/** Finds NaN and infinities in inputs, targets and weights of samples. */
export function checkFiniteData({
  excerpt,
  inputFields,
}: Pick<Examined, 'excerpt' | 'inputFields'>): readonly Finding[] {
  return Object.entries(excerpt.nonFinite())
    .filter(([, { count }]) => count > 0)
    .map(
      ([field, { count, of }]): Finding => ({
        name: 'not-finite',
        severity: 'problem',
        layers: [],
        evidence: [{ measure: 'non-finite-share', value: count / of, limit: { above: 0 } }],
        cause: inputFields.includes(field) ? 'input' : 'target',
        remedies: [prescribe('remove-non-finite-samples')],
        inventory: [],
      }),
    );
}
