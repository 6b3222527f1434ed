import type { Finding } from '../finding.ts';
import type { Examined } from './check.ts';

/**
 * Finds layers all of whose units are alike and get the same gradient: they stay alike for ever, and are worth one unit. Zeros in
 * the last layer alone are no trouble, since its gradients differ.
 */
export function checkSymmetry({ pass, layers }: Examined): readonly Finding[] {
  const alike = pass.parameters.filter(
    ({ unitDifference: difference }) =>
      difference !== undefined && difference.weights === 0 && difference.gradients === 0,
  );
  if (alike.length === 0) return [];
  const paths = [...new Set(alike.map(({ name }) => name.slice(0, name.lastIndexOf('/'))))];
  return [
    {
      name: 'symmetric-initialization',
      severity: 'problem',
      layers: layers.map(({ path }) => path).filter((path) => paths.includes(path)),
      evidence: paths.map((layer) => ({ measure: 'unit-spread', value: 0, limit: { below: 1e-6 }, layer }) as const),
      remedies: [{ name: 'random-initializer', code: 'kernelInitializer: glorotUniform()' }],
      inventory: ['1.1.23', '1.3.7'],
    },
  ];
}
