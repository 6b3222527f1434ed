import {
  ArgumentError,
  add,
  cast,
  DifferentiationError,
  DisposedError,
  DTypeError,
  exp,
  foldIn,
  key,
  log1p,
  logSumExp,
  matmul,
  mean,
  memory,
  mul,
  neg,
  round,
  ShapeError,
  square,
  sub,
  sum,
  type Tensor,
  TracingError,
  tanh,
  tensor,
  uniform,
  type Variable,
  variable,
} from '@gradkit/core';
import { describe, expect, it } from 'vitest';
import type { CommonOptions } from '../../src/index.ts';
import {
  checkGradient,
  flattenParameters,
  lbfgs,
  type Minimizer,
  minimizeParameters,
  type Objective,
} from '../../src/index.ts';
import { network, numbers } from './network.ts';

/** y = 2 x − 1, without noise. */
function line(dtype: 'float32' | 'float64') {
  const x = tensor([[0], [1], [2], [3]], { dtype });
  const y = tensor([[-1], [1], [3], [5]], { dtype });
  const [w, b] = [variable(tensor([[0.5]], { dtype }), { name: 'w' }), variable(tensor([0], { dtype }), { name: 'b' })];
  const outputs = (): Tensor => add(matmul(x, w.value), b.value);
  const loss = (): Tensor => mean(square(sub(outputs(), y)));
  return {
    w,
    b,
    y,
    outputs,
    loss,
    parameters: [
      { name: 'w', variable: w },
      { name: 'b', variable: b },
    ],
  };
}

/** A method that records what it is given, and does as it is told. */
function method(
  act: (objective: Extract<Objective, { valueAndGrad: unknown }>, x0: Float64Array, options: CommonOptions) => void,
) {
  const run: Minimizer<CommonOptions> = (objective, x0, options = {}) => {
    const start = lbfgs(objective, x0, { maxIter: 0 });
    act(objective as never, x0 as Float64Array, options);
    return start;
  };
  return run;
}

describe('minimizeParameters', () => {
  it('finds the parameters of a line, in float64 and in float32', () => {
    for (const [dtype, digits] of [
      ['float64', 9],
      ['float32', 3],
    ] as const) {
      const { w, b, loss, parameters } = line(dtype);
      const options = dtype === 'float64' ? { gtol: 1e-10 } : {};
      const result = minimizeParameters(lbfgs, loss, parameters, options);
      expect([dtype, result.status]).toEqual([dtype, 'gtol']);
      expect(w.value.dataSync()[0]).toBeCloseTo(2, digits);
      expect(b.value.item()).toBeCloseTo(-1, digits);
      expect([...flattenParameters(parameters)]).toEqual(
        [...result.x].map((each) => (dtype === 'float32' ? Math.fround(each) : each)),
      );
    }
  });

  it('gives methods gradients and curvature that agree with finite differences', () => {
    const { parameters, outputs } = network(6, [2, 3, 2], 'float64');
    const loss = (): Tensor => mean(square(sub(outputs(), 0.3)));
    const found = method((objective) => {
      const { maxRelError, hessp, hess } = checkGradient(objective, flattenParameters(parameters));
      for (const each of [maxRelError, hessp?.maxRelError, hess?.maxRelError]) expect(each).toBeLessThan(1e-8);
    });
    minimizeParameters(found, loss, parameters);
    expect.assertions(3);
  });

  it('gives Gauss–Newton products for a loss in two parts: Jᵀ H J, and the Hessian of the penalty', () => {
    const { parameters, outputs } = network(6, [2, 3, 2], 'float64');
    const y = tensor(numbers(12, 9), { shape: [6, 2] });
    const x0 = flattenParameters(parameters);
    const n = x0.length;
    // Residuals as differences: with a squared error, JᵀHJ = 2/12 ΔᵀΔ.
    const at = (x: Float64Array): Float64Array => {
      let at = 0;
      for (const each of parameters) {
        each.assign(x.slice(at, at + each.value.size));
        at += each.value.size;
      }
      return outputs().dataSync() as Float64Array;
    };
    const columns = Array.from(x0, (_, j) => {
      const [above, below] = [1e-5, -1e-5].map((h) => at(x0.map((each, i) => (i === j ? each + h : each)))) as [
        Float64Array,
        Float64Array,
      ];
      return above.map((each, i) => (each - (below[i] as number)) / 2e-5);
    });
    at(x0);
    const expected = (i: number, j: number): number => {
      const inner = (columns[i] as Float64Array).reduce(
        (total, each, k) => total + each * (columns[j]?.[k] as number),
        0,
      );
      return (2 / 12) * inner + (i === j ? 0.02 : 0);
    };
    const check = method(({ hess, hessp }) => {
      const matrix = new Float64Array(n * n);
      hess?.(x0, matrix);
      for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) expect(matrix[i * n + j]).toBeCloseTo(expected(i, j), 8);
      const product = new Float64Array(n);
      hessp?.(x0, new Float64Array(n).fill(1, 2, 3), product);
      for (let i = 0; i < n; i++) expect(product[i]).toBeCloseTo(matrix[i * n + 2] as number, 12);
    });
    const penalty = (): Tensor =>
      parameters.map((each) => mul(sum(square(each.value)), 0.01)).reduce((a, b) => add(a, b));
    minimizeParameters(check, { outputs, loss: (z) => mean(square(sub(z, y))), penalty }, parameters);
    expect.assertions(n * n + n);
  });

  it('can use the Hessian of a loss in two parts, too', () => {
    const { parameters, outputs } = network(6, [2, 3, 2], 'float64');
    const check = method((objective) => {
      expect(checkGradient(objective, flattenParameters(parameters)).hessp?.maxRelError).toBeLessThan(1e-8);
    });
    const loss = (z: Tensor): Tensor => sum(logSumExp(z, { axis: 1 }));
    minimizeParameters(check, { outputs, loss }, parameters, { curvature: 'hessian' });
    expect.assertions(1);
  });

  it('takes tolerances that float32 can meet, if there are such parameters, unless others are given', () => {
    const seen: unknown[] = [];
    const look = method((_, __, { gtol, fnoise }) => void seen.push([gtol, fnoise]));
    for (const dtype of ['float32', 'float64'] as const) {
      const { loss, parameters } = line(dtype);
      minimizeParameters(look, loss, parameters);
      minimizeParameters(look, loss, parameters, { gtol: 1e-3, fnoise: 1e-6 });
    }
    expect(seen).toEqual([
      [1e-4, 1.2e-7],
      [1e-3, 1e-6],
      [undefined, undefined],
      [1e-3, 1e-6],
    ]);
  });

  it('computes values of float32 losses to more digits than float32 has', () => {
    const w = variable(tensor(numbers(1000, 1), { dtype: 'float32' }));
    const expected = (w.value.dataSync() as Float32Array).reduce((total, each) => total + Math.fround(each * each), 0);
    const result = minimizeParameters(lbfgs, () => sum(square(w.value)), [w], { maxIter: 0 });
    expect(result.fun).toBeCloseTo(expected, 10);
  });

  describe("with dtype: 'float64'", () => {
    /** The same network twice: of float32, and of the same numbers in float64. */
    function both() {
      const [single, double] = [network(6, [2, 3, 2], 'float32'), network(6, [2, 3, 2], 'float64')];
      for (const [i, each] of single.parameters.entries()) double.parameters[i]?.assign(cast(each.value, 'float64'));
      const y = tensor(numbers(12, 9), { shape: [6, 2], dtype: 'float32' });
      const loss = (truth: Tensor) => (z: Tensor) => mean(square(sub(z, truth)));
      const penalty = (parameters: readonly Variable[]) => (): Tensor =>
        parameters.map((each) => mul(sum(square(each.value)), 1 / 128)).reduce((a, b) => add(a, b));
      return [
        { ...single, loss: loss(y), penalty: penalty(single.parameters), dtype: 'float64' },
        // Data of float32, too.
        {
          ...network(6, [2, 3, 2], 'float64'),
          parameters: double.parameters,
          outputs: () => applied(single.x, double.parameters),
          loss: loss(cast(y, 'float64')),
          penalty: penalty(double.parameters),
          dtype: undefined,
        },
      ] as const;
    }
    const applied = (x: Tensor, [w1, b1, w2, b2]: readonly Variable[]): Tensor =>
      add(
        matmul(tanh(add(matmul(cast(x, 'float64'), w1?.value as Tensor), b1?.value as Tensor)), w2?.value as Tensor),
        b2?.value as Tensor,
      );

    it('computes values, gradients and curvature of a float32 model as if it were of float64', () => {
      const seen = both().map(({ parameters, outputs, loss, penalty, dtype }) => {
        const found: number[] = [];
        const look = method(({ valueAndGrad, hessp, hess }, x0) => {
          const [n, at] = [x0.length, x0.map((each) => each + 1 / 3)];
          const [gradient, product, matrix] = [new Float64Array(n), new Float64Array(n), new Float64Array(n * n)];
          found.push(valueAndGrad(at, gradient), ...gradient);
          hessp?.(at, x0, product);
          hess?.(at, matrix);
          found.push(...product, ...matrix);
        });
        minimizeParameters(look, { outputs, loss, penalty }, parameters, { dtype });
        minimizeParameters(look, { outputs, loss, penalty }, parameters, { dtype, curvature: 'hessian' });
        minimizeParameters(look, () => add(loss(outputs()), penalty()), parameters, { dtype });
        return found;
      });
      const [single, double] = seen as [number[], number[]];
      expect(single).toHaveLength(3 * (1 + 17 + 17 + 17 ** 2));
      for (const [i, each] of double.entries()) expect(single[i]).toBeCloseTo(each, 13);
    });

    it('reaches tolerances that float32 cannot, and rounds the parameters at the end', () => {
      const [{ parameters, outputs, loss, penalty }] = both();
      const result = minimizeParameters(lbfgs, () => add(loss(outputs()), penalty()), parameters, {
        dtype: 'float64',
        gtol: 1e-11,
      });
      expect(result.status).toBe('gtol');
      expect([...flattenParameters(parameters)]).toEqual([...result.x].map(Math.fround));
      expect([...result.x]).not.toEqual([...result.x].map(Math.fround));
    });

    it('leaves tolerances to the method, and the parameters alone until there is a better point', () => {
      const { loss, parameters } = line('float32');
      const look = method(({ valueAndGrad }, _, { gtol, fnoise }) => {
        valueAndGrad(Float64Array.of(7, 8), new Float64Array(2));
        expect([gtol, fnoise]).toEqual([undefined, undefined]);
        expect([...flattenParameters(parameters)]).toEqual([0.5, 0]);
      });
      minimizeParameters(look, loss, parameters, { dtype: 'float64' });
      expect.assertions(2);
    });

    it('refuses a loss that assigns variables, and other types', () => {
      const { loss, parameters } = line('float32');
      const count = variable(0);
      const counting = (): Tensor => {
        count.assign(add(count.value, 1));
        return loss();
      };
      expect(() => minimizeParameters(lbfgs, counting, parameters, { dtype: 'float64' })).toThrow(TracingError);
      expect(() => minimizeParameters(lbfgs, counting, parameters, { dtype: 'float64' })).toThrow(
        'without { training: true }',
      );
      expect(() => minimizeParameters(lbfgs, () => 3 as never, parameters, { dtype: 'float64' })).toThrow(
        'the loss must return a tensor, got 3.',
      );
      expect(() => minimizeParameters(lbfgs, loss, parameters, { dtype: 'float32' as never })).toThrow(
        'dtype must be "float64" or left out, got "float32".',
      );
    });
  });

  it('leaves out what is not among the parameters', () => {
    const { w, b, loss } = line('float64');
    const result = minimizeParameters(lbfgs, loss, [w], { gtol: 1e-10 });
    expect(result.converged).toBe(true);
    expect(b.value.item()).toBe(0);
    // min over w of Σ (w x − 2 x + 1)²: w = Σ x (2x − 1) / Σ x² = 22/14.
    expect(w.value.dataSync()[0]).toBeCloseTo(22 / 14, 9);
  });

  it('lets the loss assign variables of its own, such as averages', () => {
    const { b, loss, parameters } = line('float64');
    const average = variable(tensor(7, { dtype: 'float64' }));
    minimizeParameters(
      lbfgs,
      () => {
        average.assign(mul(b.value.reshape([]), 1));
        return loss();
      },
      parameters,
      { gtol: 1e-10 },
    );
    expect(average.value.item()).toBeCloseTo(-1, 9);
  });

  describe('leaves the parameters at the best accepted point', () => {
    it('when a method ends after a trial somewhere else', () => {
      const { parameters, loss } = line('float64');
      const wander = method(({ valueAndGrad }) => void valueAndGrad(Float64Array.of(50, 60), new Float64Array(2)));
      minimizeParameters(wander, loss, parameters);
      expect([...flattenParameters(parameters)]).toEqual([0.5, 0]);
    });

    it('when it is stopped by a limit within a line search, by the callback, or by a signal', () => {
      const steep = (): Tensor => sum(square(square(v.value)));
      const v = variable(tensor([3, -2], { dtype: 'float64' }));
      const signal = { aborted: false };
      for (const options of [
        { maxFev: 2 },
        { maxFev: 4 },
        { callback: ({ nit }: { nit: number }) => nit === 2 },
        { callback: ({ nit }: { nit: number }) => void Object.assign(signal, { aborted: nit === 2 }), signal },
      ]) {
        v.assign(Float64Array.of(3, -2));
        const result = minimizeParameters(lbfgs, steep, [v], options);
        expect(['max-fev', 'callback', 'aborted']).toContain(result.status);
        expect([...flattenParameters([v])]).toEqual([...result.x]);
        expect(steep().item()).toBeCloseTo(result.fun, 10);
      }
    });

    it('when the method or the callback throws', () => {
      const { parameters, loss } = line('float64');
      const broken = method(({ valueAndGrad }) => {
        valueAndGrad(Float64Array.of(50, 60), new Float64Array(2));
        throw new RangeError('no more');
      });
      expect(() => minimizeParameters(broken, loss, parameters)).toThrow(new RangeError('no more'));
      expect([...flattenParameters(parameters)]).toEqual([0.5, 0]);
      let accepted: number[] = [];
      const callback = ({ nit, x }: { nit: number; x: Float64Array }): void => {
        accepted = [...x];
        if (nit === 1) throw new RangeError('enough');
      };
      expect(() => minimizeParameters(lbfgs, loss, parameters, { callback })).toThrow(new RangeError('enough'));
      expect([...flattenParameters(parameters)]).toEqual(accepted);
      expect(accepted).not.toEqual([0.5, 0]);
    });

    it('whenever the callback is called', () => {
      const v = variable(tensor([3, -2], { dtype: 'float64' }));
      const seen: number[] = [];
      const result = minimizeParameters(lbfgs, () => sum(square(square(v.value))), [v], {
        callback: ({ x }) => {
          expect([...flattenParameters([v])]).toEqual([...x]);
          seen.push(v.value.dataSync()[0] as number);
        },
      });
      expect(seen).toHaveLength(result.nit + 1);
    });
  });

  it('needs no memory any more when it has ended', async () => {
    const { loss, outputs, y, parameters } = line('float32');
    const parts = { outputs, loss: (z: Tensor) => mean(square(sub(z, y))) };
    const all = method((objective, x0) => {
      objective.hessp?.(x0, x0, new Float64Array(2));
      objective.hess?.(x0, new Float64Array(4));
    });
    const before = memory().variables;
    for (const dtype of [undefined, 'float64'] as const) {
      minimizeParameters(all, parts, parameters, { dtype });
      minimizeParameters(lbfgs, loss, parameters, { dtype });
      await minimizeParameters(lbfgs, loss, parameters, { dtype, callback: async () => true });
      expect(() => minimizeParameters(all, () => 3 as never, parameters, { dtype })).toThrow(ArgumentError);
    }
    expect(memory().variables).toBe(before);
  });

  it('frees it also where the callback has disposed of a parameter', () => {
    const before = memory().variables;
    const { w, b, loss } = line('float64');
    expect(() => minimizeParameters(lbfgs, loss, [w, b], { callback: () => w.dispose() })).toThrow(DisposedError);
    b.dispose();
    expect(memory().variables).toBe(before);
  });

  it('waits for a callback that is asynchronous', async () => {
    const { parameters, loss } = line('float64');
    let waited = 0;
    const callback = async (): Promise<void> => {
      await Promise.resolve();
      waited++;
    };
    const result = await minimizeParameters(lbfgs, loss, parameters, { callback, gtol: 1e-10 });
    expect([result.status, waited]).toEqual(['gtol', result.nit + 1]);
    const { parameters: others, loss: other } = line('float64');
    const failing = async ({ nit }: { nit: number }): Promise<void> => {
      if (nit === 1) throw new RangeError('late');
    };
    await expect(minimizeParameters(lbfgs, other, others, { callback: failing })).rejects.toThrow('late');
    expect([...flattenParameters(others)]).not.toEqual([0.5, 0]);
  });

  it('refuses a loss that is random, or changes what it depends on', () => {
    const { loss, parameters } = line('float32');
    const count = variable(0);
    const noisy = (): Tensor => {
      const next = add(count.value, 1);
      count.assign(next);
      return mul(loss(), uniform(foldIn(key(1), cast(next, 'int32')), []));
    };
    expect(() => minimizeParameters(lbfgs, noisy, parameters)).toThrow(ArgumentError);
    expect(() => minimizeParameters(lbfgs, noisy, parameters)).toThrow('Is there dropout or other noise in it');
    expect([...flattenParameters(parameters)]).toEqual([0.5, 0]);
  });

  it('says that the start is not finite', () => {
    const v = variable([-2]);
    expect(minimizeParameters(lbfgs, () => sum(log1p(v.value)), [v]).status).toBe('non-finite-start');
    expect(v.value.toArray()).toEqual([-2]);
  });

  it('refuses losses that are none', () => {
    const v = variable([1, 2], { name: 'v' });
    const run = (loss: unknown) => () => minimizeParameters(lbfgs, loss as () => Tensor, [v]);
    expect(run(3)).toThrow(
      'loss must be a function that returns a scalar, or { outputs, loss } with two functions, got 3.',
    );
    expect(run({ outputs: () => v.value })).toThrow(ArgumentError);
    expect(run({ outputs: () => v.value, loss: sum, penalties: 1 })).toThrow(
      'unknown option "penalties". Did you mean "penalty"?',
    );
    expect(run({ outputs: () => v.value, loss: sum, penalty: 1 })).toThrow('penalty must be a function, got 1.');
    expect(run(() => 3)).toThrow('minimizeParameters: the loss must return a tensor, got 3.');
    expect(run(() => v.value)).toThrow(ShapeError);
    expect(run(() => cast(sum(v.value), 'int32'))).toThrow(DTypeError);
    expect(run(() => sum(round(v.value)))).toThrow(DifferentiationError);
    expect(run(() => exp(neg(tensor(1))))).toThrow('the loss does not depend on the variables');
    expect(run({ outputs: () => v.value, loss: sum, penalty: () => v.value })).toThrow(
      'the penalty must return a scalar',
    );
  });

  it('refuses wrong arguments', () => {
    const { loss, parameters } = line('float32');
    const run =
      (...args: unknown[]) =>
      () =>
        (minimizeParameters as (...args: unknown[]) => unknown)(...args);
    expect(run('lbfgs', loss, parameters)).toThrow('method must be a function such as lbfgs, got "lbfgs".');
    expect(run(lbfgs, loss, [])).toThrow('Those of a model exist once it is built: model.build([batch, …]).');
    expect(run(lbfgs, loss, parameters, null)).toThrow('minimizeParameters: expected an options object, got null.');
    expect(run(lbfgs, loss, parameters, { maxIters: 3 })).toThrow(
      'lbfgs: unknown option "maxIters". Did you mean "maxIter"?',
    );
    expect(run(lbfgs, loss, parameters, { callback: 3 })).toThrow(
      'minimizeParameters: callback must be a function, got 3.',
    );
    expect(run(lbfgs, loss, parameters, { curvature: 'newton' })).toThrow(
      'curvature must be one of "hessian", "gauss-newton"',
    );
    expect(run(lbfgs, loss, parameters, { curvature: 'gauss-newton' })).toThrow('need the loss in two parts');
    const constrained = parameters.map((each) => ({ ...each, constraint: (value: Tensor) => value }));
    expect(run(lbfgs, loss, constrained)).toThrow(
      'parameter "w" has a constraint, which steps of a line search would leave.',
    );
  });
});
