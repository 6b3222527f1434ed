import { add, matmul, max, maximum, mul, pow, type Tensor, transpose } from '@gradkit/core';
import { eigh } from '@gradkit/core/linalg';

/**
 * Roots of the inverses of positive semidefinite matrices, `[…, n, n]`: `(A + ε λ₁ I)^(−1/p)` with the largest eigenvalue λ₁ of
 * each.
 *
 * By eigenvalues: the kernel computes in float64 whatever the element type, and for blocks of the usual size it takes no longer
 * than the products of an iteration that ends at the accuracy of float32.
 */
export function inverseRoot(matrices: Tensor, p: number, epsilon: number): Tensor {
  const { eigenvalues, eigenvectors } = eigh(matrices);
  const largest = max(eigenvalues, { axis: -1, keepDims: true });
  // Of a matrix of zeros, the ridge is the least that has an inverse root.
  const ridge = maximum(mul(largest, epsilon), 1e-30);
  const powers = pow(add(maximum(eigenvalues, 0), ridge), -1 / p);
  const scaled = mul(eigenvectors, powers.reshape([...powers.shape.slice(0, -1), 1, powers.shape.at(-1) as number]));
  const axes = eigenvectors.shape.map((_, axis) => axis);
  return matmul(scaled, transpose(eigenvectors, [...axes.slice(0, -2), axes.length - 1, axes.length - 2]));
}
