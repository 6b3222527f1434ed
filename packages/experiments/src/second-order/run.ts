import type { Config, Frame } from '../experiment.ts';
import { sparseIndices } from '../path/sparse-indices.ts';
import { shortNumber } from '../short-number.ts';
import type { Series, View } from '../view.ts';
import { adamCourse, type Course, curvedCourse, newCourse, objectiveOf } from './course.ts';
import { arrived, curvatureSettings, curved, keeps, type MethodName, methodLabels } from './curvature-settings.ts';
import { largestEigenvalue } from './largest-eigenvalue.ts';
import { problemOf } from './problems.ts';

const framesOfAdam = 10;
/** Those whose curvature is looked at along the way. */
const looked: readonly MethodName[] = ['lbfgs', 'trust', 'adam'];

/** Methods of second order and Adam on one loss of all samples, counted by evaluations. */
export async function* run(config: Config): AsyncGenerator<Frame, void, void> {
  const { problem: name, units, penalty, learningRate, budget, seed } = curvatureSettings(config);
  const courses = new Map<MethodName, Course>();
  const curvature = new Map<MethodName, { readonly evaluations: number; readonly value: number }[]>();
  let parameters = 0;
  yield frameAt(0);

  const problem = problemOf(name, units, penalty, seed);
  parameters = problem.parameters;
  const exact = objectiveOf(problem);
  yield frameAt(0.05);
  for (const [i, method] of curved.entries()) {
    courses.set(method, curvedCourse(method as Exclude<MethodName, 'adam'>, problem, exact, budget));
    yield frameAt(0.05 + (0.4 * (i + 1)) / curved.length);
  }
  const { course, advance } = adamCourse(problem, learningRate);
  courses.set('adam', course);
  for (let frame = 1; frame <= framesOfAdam; frame++) {
    advance(Math.round((budget * frame) / framesOfAdam));
    yield frameAt(0.45 + (0.35 * frame) / framesOfAdam);
  }

  const direction = Float64Array.from({ length: parameters }, (_, i) => 1 + 0.1 * Math.sin(i));
  for (const [i, method] of looked.entries()) {
    const found: { evaluations: number; value: number }[] = [];
    curvature.set(method, found);
    const places = courses.get(method)?.places ?? [];
    for (const [k, { evaluations, x }] of places.entries()) {
      found.push({ evaluations, value: largestEigenvalue((v, out) => exact.hessp(x, v, out), direction) });
      if (k % 10 === 9) yield frameAt(0.8 + (0.2 * (i + k / places.length)) / looked.length);
    }
  }
  yield frameAt(1);

  function reachedBy({ norms, evaluations }: Course): number | undefined {
    return evaluations[norms.findIndex((norm) => norm <= arrived)];
  }

  function frameAt(progress: number): Frame {
    const measures: Record<string, number> = { parameters };
    for (const [method, each] of courses) {
      const reached = reachedBy(each);
      if (reached !== undefined) measures[`${method}.reached`] = reached;
      const step = each.norms.findIndex((norm) => norm <= arrived);
      if (step >= 0) measures[`${method}.steps`] = step;
      measures[`${method}.perStep`] = (each.gradients + each.products) / Math.max(1, each.steps);
      measures[`${method}.loss`] = each.losses.at(-1) as number;
      const sharpness = curvature.get(method)?.at(-1)?.value;
      if (sharpness !== undefined) measures[`${method}.sharpness`] = sharpness;
    }
    return { progress, views: views(), measures };
  }

  function series(of: (course: Course) => readonly number[]): Series[] {
    return [...courses.values()].map((each) => {
      const values = of(each);
      const picked = sparseIndices(values.length, 200);
      return {
        name: methodLabels[each.name],
        x: Float64Array.from(picked, (i) => each.evaluations[i] as number),
        y: Float64Array.from(picked, (i) => values[i] as number),
      };
    });
  }

  function views(): View[] {
    const x = { label: { en: 'evaluations', ko: '계산 횟수' }, scale: 'log' as const, range: [1, budget] as const };
    const { radii, evaluations } = courses.get('trust') ?? newCourse('trust');
    return [
      {
        kind: 'curves',
        id: 'norms',
        title: { en: 'Largest element of the gradient', ko: '기울기의 가장 큰 성분' },
        x,
        y: { label: '‖∇f‖∞', scale: 'log' },
        series: series(({ norms }) => norms),
      },
      {
        kind: 'curves',
        id: 'losses',
        title: { en: 'Loss of all samples', ko: '전체 손실' },
        x,
        y: { label: { en: 'loss', ko: '손실' }, scale: 'log' },
        series: series(({ losses }) => losses),
      },
      {
        kind: 'curves',
        id: 'sharpness',
        title: { en: 'Largest eigenvalue of the Hessian on the way', ko: '가는 길에서 헤세 행렬의 가장 큰 고윳값' },
        x,
        y: { label: { en: 'largest eigenvalue', ko: '가장 큰 고윳값' } },
        series: [...curvature].map(([method, found]) => ({
          name: methodLabels[method],
          x: Float64Array.from(found, (each) => each.evaluations),
          y: Float64Array.from(found, (each) => each.value),
        })),
      },
      {
        kind: 'curves',
        id: 'radius',
        title: { en: 'Radius of the trust region', ko: '신뢰 영역(trust region)의 반지름' },
        x,
        y: { label: { en: 'radius', ko: '반지름' }, scale: 'log' },
        // At the start there is none yet.
        series: [
          {
            name: methodLabels.trust,
            x: Float64Array.from(evaluations.slice(1)),
            y: Float64Array.from(radii.slice(1)),
          },
        ],
      },
      {
        kind: 'table',
        id: 'counts',
        title: { en: 'What it cost, with m parameters', ko: '든 비용(매개변수 m개)' },
        columns: [
          { en: 'method', ko: '방법' },
          { en: 'steps', ko: '걸음 수' },
          { en: 'gradients', ko: '기울기 계산' },
          { en: 'Hessian products', ko: '헤세 행렬 곱' },
          { en: 'evaluations per step', ko: '걸음당 계산' },
          {
            en: `all until ‖∇f‖ ≤ ${shortNumber(arrived)}`,
            ko: `‖∇f‖ ≤ ${shortNumber(arrived)}까지 모두`,
          },
          { en: 'keeps numbers', ko: '기억하는 수' },
          { en: 'loss at the end', ko: '마지막 손실' },
        ],
        rows: [...courses.values()].map((each) => [
          methodLabels[each.name],
          each.steps,
          each.gradients,
          each.products,
          (each.gradients + each.products) / Math.max(1, each.steps),
          reachedBy(each) ?? '–',
          keeps[each.name],
          each.losses.at(-1) ?? Number.NaN,
        ]),
      },
    ];
  }
}
