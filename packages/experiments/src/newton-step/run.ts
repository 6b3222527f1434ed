import type { Config, Frame } from '../experiment.ts';
import type { Series, View } from '../view.ts';
import { type Derivatives, derivativesOf } from './derivatives.ts';
import { descent, endOf, gradientDescent, orderOf, type Place } from './descents.ts';
import { curves, stepLabels, stepNames, stepSettings } from './step-settings.ts';

const gridSize = 161;
/** Of gradient descent, to compare with: below 2/f″ wherever these functions are looked at for long. */
const rate = 0.3;

/** Takes Newton's steps on a function of one variable, and draws the models they come from. */
export async function* run(config: Config): AsyncGenerator<Frame, void, void> {
  const { curve, method, start, damping, shown } = stepSettings(config);
  const { range } = curves[curve];
  const f = derivativesOf(curve);
  const grid = Float64Array.from(
    { length: gridSize },
    (_, i) => range[0] + ((range[1] - range[0]) * i) / (gridSize - 1),
  );
  const heights = grid.map((x) => f(x).value);
  const places = descent(f, method, start, damping);
  const [low, high] = [Math.min(...heights), Math.max(...heights)];
  const margin = 0.25 * (high - low);
  const inside = (y: number): number => (y < low - margin || y > high + margin ? Number.NaN : y);

  const others = stepNames.map((name) => ({
    label: stepLabels[name],
    places: name === method ? places : descent(f, name, start, damping),
  }));
  const plain = {
    label: { en: `gradient descent, rate ${rate}`, ko: `경사 하강, 학습률 ${rate}` },
    places: gradientDescent(f, start, rate),
  };

  for (let step = 1; step < places.length; step++) yield frameAt(step, (step - 1) / places.length);
  yield frameAt(Math.min(shown, Math.max(1, places.length - 1)), 1);

  function frameAt(step: number, progress: number): Frame {
    const here = places[step - 1] as Place;
    const next = places[step] ?? here;
    const end = endOf(places);
    const first = places[0] as Place;
    const order = orderOf(places);
    return {
      progress,
      views: [models(here, next, step), iterates(step), slopes(), table()],
      measures: {
        steps: places.length - 1,
        x: (places.at(-1) as Place).x,
        value: (places.at(-1) as Place).value,
        minimum: end === 'minimum' ? 1 : 0,
        maximum: end === 'maximum' ? 1 : 0,
        curvature: first.curvature,
        firstStep: (places[1] ?? first).x - first.x,
        // Whether the first step leads up the slope.
        uphill: ((places[1] ?? first).x - first.x) * first.slope > 0 ? 1 : 0,
        ...(Number.isFinite(order) ? { order } : {}),
      },
    };
  }

  function models({ x: at, value, slope, curvature }: Place, next: Place, step: number): View {
    const line = (name: Series['name'], of: (x: number) => number, dashed: boolean): Series => ({
      name,
      x: grid,
      y: grid.map((x) => inside(of(x))),
      dashed,
    });
    return {
      kind: 'curves',
      id: 'models',
      title: { en: `The models of step ${step}`, ko: `${step}번째 걸음의 모형` },
      x: { label: 'x', range },
      y: { label: 'f(x)', range: [low - margin, high + margin] },
      series: [
        { name: 'f', x: grid, y: heights },
        line({ en: 'linear model', ko: '1차 모형' }, (x) => value + slope * (x - at), true),
        line(
          { en: 'quadratic model', ko: '2차 모형' },
          (x) => value + slope * (x - at) + 0.5 * curvature * (x - at) ** 2,
          true,
        ),
      ],
      marks: [
        { x: at, label: { en: 'here', ko: '현재' } },
        ...(next.x >= range[0] && next.x <= range[1] ? [{ x: next.x, label: { en: 'next', ko: '다음' } }] : []),
      ],
    };
  }

  function iterates(step: number): View {
    const seen = places.slice(0, step + 1).filter(({ x }) => x >= range[0] && x <= range[1]);
    return {
      kind: 'curves',
      id: 'iterates',
      title: { en: 'Where the steps led', ko: '걸음이 이끈 곳' },
      x: { label: 'x', range },
      y: { label: 'f(x)' },
      series: [
        { name: 'f', x: grid, y: heights },
        {
          name: stepLabels[method],
          x: Float64Array.from(seen, ({ x }) => x),
          y: Float64Array.from(seen, ({ value }) => value),
          dots: true,
        },
      ],
    };
  }

  function slopes(): View {
    // A log scale has no place for 0.
    const size = ({ slope }: Derivatives): number => Math.max(1e-16, Math.abs(slope));
    return {
      kind: 'curves',
      id: 'slopes',
      title: { en: 'How steep it still is', ko: '남은 기울기' },
      x: { label: { en: 'step', ko: '걸음' } },
      y: { label: '|f′(x)|', scale: 'log' },
      series: [...others, plain].map(({ label, places: list }) => ({
        name: label,
        x: Float64Array.from(list, (_, i) => i),
        y: Float64Array.from(list, size),
      })),
    };
  }

  function table(): View {
    return {
      kind: 'table',
      id: 'steps',
      title: { en: 'Step by step', ko: '걸음마다' },
      columns: [{ en: 'step', ko: '걸음' }, 'x', 'f', 'f′', 'f″', '−f′/f″'],
      rows: places.map(({ x, value, slope, curvature }, i) => [i, x, value, slope, curvature, -slope / curvature]),
    };
  }
}
