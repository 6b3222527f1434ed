import { gradients } from '@gradkit/autograd';
import { abs, concatenate, jit, max, maximum, reshape, stack, variable } from '@gradkit/core';
import { adam } from '@gradkit/optimizers';
import {
  conjugateGradient,
  type IterationState,
  lbfgs,
  newton,
  newtonCG,
  type Objective,
  type OptimizeResult,
  tensorObjective,
  trustNcg,
} from '@gradkit/second-order';
import { finished, type MethodName } from './curvature-settings.ts';
import type { Problem } from './problems.ts';

/** A method on its way, evaluation by evaluation. */
export interface Course {
  readonly name: MethodName;
  /** Gradients, with the value or without, and products with the Hessian so far, at each step. */
  readonly evaluations: number[];
  readonly losses: number[];
  /** Largest element of the gradient. */
  readonly norms: number[];
  /** The radius of the trust region, of the method that has one. */
  readonly radii: number[];
  /** Where some of the steps were, for looking at the curvature there. */
  readonly places: { readonly evaluations: number; readonly x: Float64Array }[];
  steps: number;
  gradients: number;
  products: number;
}

interface Options {
  readonly gtol: number;
  readonly maxFev: number;
  readonly callback: (state: IterationState) => boolean;
}

type Method = (objective: Objective, x0: Float64Array, options: Options) => OptimizeResult;

const methods: Readonly<Record<Exclude<MethodName, 'adam'>, Method>> = {
  cg: conjugateGradient,
  lbfgs,
  'newton-cg': newtonCG,
  trust: trustNcg,
  newton,
};

export const newCourse = (name: MethodName): Course => ({
  name,
  evaluations: [],
  losses: [],
  norms: [],
  radii: [],
  places: [],
  steps: 0,
  gradients: 0,
  products: 0,
});

/** The objective of a problem, for methods of second order and for curvature. */
export function objectiveOf({ loss, shapes }: Problem) {
  return tensorObjective((...[weights]: [Parameters<Problem['loss']>[0]]) => loss(weights), { shape: shapes });
}

/** Runs a method of second order to its end. A Hessian counts as one product for each parameter. */
export function curvedCourse(
  name: Exclude<MethodName, 'adam'>,
  problem: Problem,
  exact: ReturnType<typeof objectiveOf>,
  budget: number,
): Course {
  const course = newCourse(name);
  const objective: Objective = {
    valueAndGrad(x, gradient) {
      course.gradients++;
      return exact.valueAndGrad(x, gradient);
    },
    hessp(x, v, out) {
      course.products++;
      exact.hessp(x, v, out);
    },
    // Only Newton's method asks for all of it.
    hess(x, out) {
      course.products += problem.parameters;
      exact.hess(x, out);
    },
  };
  const result = methods[name](objective, exact.flatten(problem.start), {
    gtol: finished,
    maxFev: budget,
    callback({ x, fun, gradNorm, step }) {
      const evaluations = course.gradients + course.products;
      course.evaluations.push(evaluations);
      course.losses.push(fun);
      course.norms.push(gradNorm);
      course.radii.push(step);
      course.places.push({ evaluations, x: x.slice() });
      return evaluations >= budget;
    },
  });
  course.steps = result.nit;
  return course;
}

/** Steps of Adam, as many as asked for in all; each is one evaluation. */
export function adamCourse(
  problem: Problem,
  learningRate: number,
): { readonly course: Course; advance(until: number): void } {
  const course = newCourse('adam');
  const variables = problem.start.map((each) => variable(each, { dtype: 'float64' }));
  const parameters = variables.map((each, i) => ({ name: `w${i}`, variable: each }));
  const optimizer = adam(learningRate);
  const step = jit(() => {
    const weights = variables.map((each) => each.value);
    const value = problem.loss(weights);
    const found = gradients(value, parameters);
    const norm = found.map((each) => max(abs(each))).reduce((a, b) => maximum(a, b));
    optimizer.apply(found, parameters);
    return [stack([value, norm]), concatenate(weights.map((each) => reshape(each, [each.size])))] as const;
  });
  let isOver = false;
  return {
    course,
    advance(until) {
      while (!isOver && course.steps < until) {
        const [numbers, place] = step();
        const [value, norm] = numbers.dataSync() as unknown as [number, number];
        course.steps++;
        course.gradients++;
        course.evaluations.push(course.steps);
        course.losses.push(value);
        course.norms.push(norm);
        // On a log scale of steps, about eight in each decade.
        const isNext = Math.floor(8 * Math.log10(course.steps)) > Math.floor(8 * Math.log10(course.steps - 1));
        if (isNext) course.places.push({ evaluations: course.steps, x: place.dataSync() as Float64Array });
        isOver = norm <= finished || !Number.isFinite(value);
      }
    },
  };
}
