import { isApproximateWolfe, isNoise, type LinePoint, type LineStart, type LineSteps } from './line-search.ts';

/** Tolerances of {@link moreThuenteSteps}. */
export interface MoreThuenteOptions {
  /** Sufficient decrease: the value falls by at least `c1` times what the slope at 0 promises; default 1e-3. */
  readonly c1: number;
  /** Curvature: the slope is at most `c2` times as steep as at 0; default 0.9. */
  readonly c2: number;
  /** Relative width of the bracket below which the search gives up; default 0.1. */
  readonly width: number;
  /** Most evaluations; default 20. */
  readonly maxEvaluations: number;
}

/**
 * The search of Moré and Thuente: a bracket that shrinks by a cubic or quadratic step, on a modified function until the value
 * has fallen enough.
 */
export function* moreThuenteSteps(
  start: LineStart,
  point: LinePoint,
  best: LinePoint,
  { c1, c2, width: narrow, maxEvaluations }: MoreThuenteOptions,
): LineSteps {
  const { value: f0, slope: g0 } = start;
  const decrease = c1 * g0;
  let { maxStep } = start;
  // The ends of the bracket: x is the better one.
  const low: LinePoint = { step: 0, value: f0, slope: g0 };
  const high: LinePoint = { step: 0, value: f0, slope: g0 };
  let isBracketed = false;
  let isModified = true;
  let width = maxStep;
  let widthBefore = 2 * maxStep;
  let step = Math.min(start.step, maxStep);
  let [least, most] = [0, 5 * step];

  for (let evaluations = 0; evaluations < maxEvaluations; evaluations++) {
    point.step = step;
    yield;
    const { value, slope } = point;
    if (!(Number.isFinite(value) && Number.isFinite(slope)) && value !== -Infinity) {
      // The function ends here: nothing beyond is tried again.
      maxStep = step;
      step = low.step + 0.1 * (step - low.step);
      most = Math.min(most, maxStep);
      if (!(step > low.step)) return 'failed';
      continue;
    }
    if (value < best.value) {
      best.step = step;
      best.value = value;
      best.slope = slope;
    }
    if (value === -Infinity) return 'max-step';

    const enough = f0 + step * decrease;
    if (isModified && value <= enough && slope >= 0) isModified = false;
    if (value <= enough && Math.abs(slope) <= c2 * -g0) return 'wolfe';
    if (isNoise(value - f0, start) && isApproximateWolfe(g0, slope, c1, c2)) return 'approximate-wolfe';
    if (step === start.maxStep && value <= enough && slope <= decrease) return 'max-step';
    if (isBracketed && (step <= least || step >= most || most - least <= narrow * most)) {
      return best.step === step && value <= enough ? 'wolfe' : 'failed';
    }

    if (isModified && value <= low.value && value > enough) {
      // On ψ(α) = φ(α) − c1·φ′(0)·α, whose minimum has a sufficient decrease.
      for (const end of [low, high]) tilt(end, -decrease);
      const trial = { step, value: value - step * decrease, slope: slope - decrease };
      [step, isBracketed] = nextStep(low, high, trial, isBracketed, least, most);
      for (const end of [low, high]) tilt(end, decrease);
    } else {
      [step, isBracketed] = nextStep(low, high, { step, value, slope }, isBracketed, least, most);
    }
    if (isBracketed) {
      const now = Math.abs(high.step - low.step);
      if (now >= 0.66 * widthBefore) step = low.step + 0.5 * (high.step - low.step);
      widthBefore = width;
      width = now;
      least = Math.min(low.step, high.step);
      most = Math.max(low.step, high.step);
    } else {
      least = step + 1.1 * (step - low.step);
      most = step + 4 * (step - low.step);
    }
    step = Math.min(step, maxStep);
    if (isBracketed && (step <= least || step >= most || most - least <= narrow * most)) step = low.step;
    if (step === 0) return 'failed';
  }
  // Still falling after having grown by many powers of ten: there is no minimum on this line.
  return isBracketed || best.step !== point.step || maxStep < start.maxStep ? 'failed' : 'max-step';
}

function tilt(end: LinePoint, slope: number): void {
  end.value += end.step * slope;
  end.slope += slope;
}

/** The next step from the ends of the bracket and a trial between or beyond them; updates the bracket. */
function nextStep(
  low: LinePoint,
  high: LinePoint,
  trial: LinePoint,
  isBracketed: boolean,
  least: number,
  most: number,
): [step: number, isBracketed: boolean] {
  const opposite = trial.slope * Math.sign(low.slope) < 0;
  let step: number;
  let brackets = isBracketed;
  if (trial.value > low.value) {
    // A higher value: the minimum is bracketed.
    const cubic = cubicMinimum(low, trial);
    const rise = (low.value - trial.value) / (trial.step - low.step) + low.slope;
    const quadratic = low.step + (low.slope / rise / 2) * (trial.step - low.step);
    step = Math.abs(cubic - low.step) < Math.abs(quadratic - low.step) ? cubic : cubic + (quadratic - cubic) / 2;
    brackets = true;
  } else if (opposite) {
    // A lower value and slopes of opposite sign: the minimum is bracketed.
    const cubic = cubicMinimum(trial, low);
    const secant = secantStep(trial, low);
    step = Math.abs(cubic - trial.step) > Math.abs(secant - trial.step) ? cubic : secant;
    brackets = true;
  } else if (Math.abs(trial.slope) < Math.abs(low.slope)) {
    // A lower value, the same sign, a gentler slope: the cubic counts only if it tends to infinity along the step.
    const cubic = cubicBeyond(trial, low, least, most);
    const secant = secantStep(trial, low);
    const isCubicNearer = Math.abs(cubic - trial.step) < Math.abs(secant - trial.step);
    if (isBracketed) {
      step = isCubicNearer ? cubic : secant;
      const limit = trial.step + 0.66 * (high.step - trial.step);
      step = trial.step > low.step ? Math.min(limit, step) : Math.max(limit, step);
    } else {
      step = isCubicNearer ? secant : cubic;
      step = Math.max(least, Math.min(most, step));
    }
  } else if (isBracketed) {
    step = cubicMinimum(trial, high);
  } else {
    step = trial.step > low.step ? most : least;
  }

  if (trial.value > low.value) Object.assign(high, trial);
  else {
    if (opposite) Object.assign(high, low);
    Object.assign(low, trial);
  }
  return [step, brackets];
}

/** The minimum of the cubic through two points with their slopes. */
function cubicMinimum(a: LinePoint, b: LinePoint): number {
  const theta = (3 * (a.value - b.value)) / (b.step - a.step) + a.slope + b.slope;
  const size = Math.max(Math.abs(theta), Math.abs(a.slope), Math.abs(b.slope));
  const root = size * Math.sqrt(Math.max(0, (theta / size) ** 2 - (a.slope / size) * (b.slope / size)));
  const gamma = b.step < a.step ? -root : root;
  const p = gamma - a.slope + theta;
  const q = gamma - a.slope + gamma + b.slope;
  return a.step + (p / q) * (b.step - a.step);
}

/** The minimum of the cubic beyond `a`, seen from `b`; the end of the interval where it has none there. */
function cubicBeyond(a: LinePoint, b: LinePoint, least: number, most: number): number {
  const theta = (3 * (b.value - a.value)) / (a.step - b.step) + b.slope + a.slope;
  const size = Math.max(Math.abs(theta), Math.abs(a.slope), Math.abs(b.slope));
  const root = size * Math.sqrt(Math.max(0, (theta / size) ** 2 - (b.slope / size) * (a.slope / size)));
  const gamma = a.step > b.step ? -root : root;
  const p = gamma - a.slope + theta;
  const q = gamma + (b.slope - a.slope) + gamma;
  const r = p / q;
  if (r < 0 && gamma !== 0) return a.step + r * (b.step - a.step);
  return a.step > b.step ? most : least;
}

/** Where the line through the slopes at two points is zero. */
function secantStep(a: LinePoint, b: LinePoint): number {
  return a.step + (a.slope / (a.slope - b.slope)) * (b.step - a.step);
}
