import { add, div, mul, neg, square, sub } from '../functions/arithmetic.ts';
import { cast } from '../functions/casting.ts';
import { greaterEqual, lessEqual, where } from '../functions/comparison.ts';
import { minimum } from '../functions/limits.ts';
import { sum } from '../functions/reductions.ts';
import { expandDims } from '../functions/shaping.ts';
import { exp, expm1, log, sqrt } from '../functions/transcendental.ts';
import { type Tensor, tensor } from '../tensor.ts';

/**
 * How a sample `z` of the gamma distribution moves with its shape parameter α ≥ 1, its rank staying the same:
 * `dz/dα = −(∂F/∂α) / p(z)`, where F and p are distribution function and density (Figurnov, Mohamed, Mnih: "Implicit
 * reparameterization gradients", 2018).
 *
 * With ψ the digamma function, −∂F/∂α is the integral of `p(t) (ψ(α) − ln t)` up to z, and minus that from z on. Written
 * with `t = z e^(σy)`, towards the tail that is nearer (σ = 1 above α, −1 below), the quotient is
 *
 * `z ∫₀^∞ exp(α σ y − z (e^(σy) − 1)) (σ (ln z − ψ(α)) + y) dy`
 *
 * whose integrand falls from y = 0 on and has no large terms that cancel. Beyond `reach` it is below e⁻³⁸; up to there
 * 32 points are accurate to 1e-10 of the result, for any α and z.
 */
export function gammaSlope(alpha: Tensor, z: Tensor): Tensor {
  const [a, x] = [alpha, z].map((t) => expandDims(cast(t, 'float64'), -1)) as [Tensor, Tensor];
  const isAbove = greaterEqual(x, a);
  const reach = where(isAbove, reachAbove(a, x), reachBelow(a, x));
  const { nodes, weights } = gaussLegendre(32);
  const distance = mul(reach, tensor(nodes));
  const moved = where(isAbove, distance, neg(distance));
  const density = exp(sub(mul(a, moved), mul(x, expm1(moved))));
  const offset = sub(log(x), digammaAboveOne(a));
  const factor = add(where(isAbove, offset, neg(offset)), distance);
  const integral = sum(mul(mul(density, factor), tensor(weights)), { axis: -1, keepDims: true });
  const slope = mul(mul(x, reach), integral);
  return cast(slope.reshape(z.shape), z.dtype);
}

/** What is left out is this power of e smaller than the density at the sample. */
const depth = 38;

/** Where δy + κy²/2 is `depth`; δ is the distance of the sample from α, the slope of the exponent at 0. */
function reachOf(delta: Tensor, curvature: Tensor): Tensor {
  return div(2 * depth, add(delta, sqrt(add(square(delta), mul(curvature, 2 * depth)))));
}

/** Above α the exponent falls at least as fast as (z − α) y + z y²/2. */
function reachAbove(a: Tensor, z: Tensor): Tensor {
  return reachOf(sub(z, a), z);
}

/** Below, at least as fast as (α − z) y + z y²/3 up to y = 1, and as α y − z everywhere. */
function reachBelow(a: Tensor, z: Tensor): Tensor {
  const near = reachOf(sub(a, z), mul(z, 2 / 3));
  const far = div(add(z, depth), a);
  return where(lessEqual(near, 1), minimum(near, far), far);
}

/**
 * ψ(x) for x ≥ 1, by ψ(x) = ψ(x + 1) − 1/x and beyond 9 its asymptotic series (Abramowitz & Stegun 6.3.5 and 6.3.18), whose
 * first term left out is below 1e-16.
 */
function digammaAboveOne(x: Tensor): Tensor {
  const steps = 8;
  let below = div(1, x);
  for (let k = 1; k < steps; k++) below = add(below, div(1, add(x, k)));
  const y = add(x, steps);
  const t = div(1, square(y));
  // B₂ₖ / 2k
  const series = [1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32760, 1 / 12].reduceRight<Tensor | number>(
    (rest, coefficient) => add(mul(t, rest), coefficient),
    0,
  );
  return sub(sub(sub(log(y), div(0.5, y)), mul(t, series)), below);
}

/** Points and weights that integrate polynomials up to degree 2n − 1 over [0, 1] exactly (Abramowitz & Stegun 25.4.29). */
function gaussLegendre(n: number): { readonly nodes: Float64Array; readonly weights: Float64Array } {
  const [nodes, weights] = [new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < n; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 0;
    // Newton's method doubles the digits of an estimate that has three.
    for (let round = 0; round < 5; round++) {
      let [before, value] = [1, x];
      for (let k = 2; k <= n; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
      slope = (n * (x * value - before)) / (x * x - 1);
      x -= value / slope;
    }
    nodes[i] = (1 - x) / 2;
    weights[i] = 1 / ((1 - x * x) * slope * slope);
  }
  return { nodes, weights };
}
