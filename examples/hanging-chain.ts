// The resting shape of a chain that hangs between two nails: the one with the least energy. Plain arrays, no tensors.
import { lbfgs } from '@gradkit/second-order';

const links = 21;
const stiffness = 500;
const restLength = 0.12;
const weight = 1;

/** Energy of the springs and of gravity; `x` holds the inner points, (x₁, y₁, x₂, y₂, …). The nails are at (0, 0) and (2, 0). */
function energy(x: Float64Array, gradient: Float64Array): number {
  const points = links - 1;
  const coordinate = (i: number, axis: number) =>
    (i === 0 ? 0 : i > points ? [2, 0][axis] : x[2 * (i - 1) + axis]) ?? 0;
  let total = 0;
  gradient.fill(0);
  for (let i = 0; i < links; i++) {
    const dx = coordinate(i + 1, 0) - coordinate(i, 0);
    const dy = coordinate(i + 1, 1) - coordinate(i, 1);
    const length = Math.hypot(dx, dy);
    const stretch = length - restLength;
    total += 0.5 * stiffness * stretch * stretch;
    const pull = (stiffness * stretch) / length;
    const add = (point: number, axis: number, force: number) => {
      if (point >= 1 && point <= points) gradient[2 * (point - 1) + axis]! += force;
    };
    add(i + 1, 0, pull * dx);
    add(i + 1, 1, pull * dy);
    add(i, 0, -pull * dx);
    add(i, 1, -pull * dy);
  }
  for (let i = 1; i <= points; i++) {
    total += weight * coordinate(i, 1);
    gradient[2 * (i - 1) + 1]! += weight;
  }
  return total;
}

const start = Array.from({ length: links - 1 }, (_, i) => [(2 * (i + 1)) / links, -0.1]).flat();
const result = lbfgs(energy, start, { gtol: 1e-8, memory: 20 });
const heights = result.x.filter((_, i) => i % 2 === 1);
console.log(`${result.status} after ${result.nfev} evaluations: hangs ${(-Math.min(...heights)).toFixed(4)} deep`);
