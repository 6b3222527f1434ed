import { describe, expect, it } from 'vitest';
import { readOnnx } from '../src/onnx/read.ts';
import { readWebnn } from '../src/webnn/read.ts';

const scalar = { dtype: 'float32', shape: [], data: [1] };
const source = { repository: 'R', path: 'P', commit: 'C', additionalCommit: 'D' };

describe('the file of ONNX', () => {
  it('has arguments by position, of which some are left out', () => {
    const test = {
      name: 'n',
      op: 'Op',
      opset: 1,
      attributes: { axis: 1 },
      inputs: [scalar, null, scalar],
      outputs: [null, scalar],
    };
    const { cases, source: from } = readOnnx({ source, tests: [test] });
    expect(from).toEqual(['R, `P`, commit `C`']);
    expect(cases).toEqual([
      {
        name: 'n',
        operator: 'Op',
        operators: [
          {
            operator: 'Op',
            attributes: { axis: 1 },
            inputs: { 0: 'input 0', 2: 'input 2' },
            outputs: [undefined, 'output 1'],
          },
        ],
        inputs: { 'input 0': scalar, 'input 2': scalar },
        outputs: { 'output 1': scalar },
        tolerance: { metric: 'close', relative: 1e-3, absolute: 1e-7 },
      },
    ]);
  });
});

describe('the file of WebNN', () => {
  const tolerance = { metric: 'ULP', value: 3 };

  it('has arguments by name, which may be lists', () => {
    const inputs = { inputs: [scalar, scalar], bias: scalar };
    const test = { name: 'n', op: 'concat', options: { axis: 0 }, inputs, outputs: { output: scalar }, tolerance };
    const [read] = readWebnn({ source, tests: [test], subgraphs: [] }).cases;
    expect(read?.operators[0]?.inputs).toEqual({ inputs: ['inputs 0', 'inputs 1'], bias: 'bias' });
    expect(Object.keys(read?.inputs ?? {})).toEqual(['inputs 0', 'inputs 1', 'bias']);
    expect(read?.tolerance).toBe(tolerance);
  });

  it('has graphs, in which text that names an operand is one', () => {
    const graph = {
      name: 'g',
      operators: [
        { op: 'relu', arguments: [{ input: 'x' }], outputs: 'y' },
        {
          op: 'softmax',
          arguments: [{ input: 'y' }, { axis: 1 }, { options: { layout: 'nchw', scale: 'x' } }],
          outputs: ['z'],
        },
      ],
      inputs: { x: scalar },
      outputs: { z: scalar },
      tolerance,
    };
    const [read] = readWebnn({ source, tests: [], subgraphs: [graph] }).cases;
    expect(read?.operators).toEqual([
      { operator: 'relu', attributes: {}, inputs: { input: 'x' }, outputs: ['y'] },
      {
        operator: 'softmax',
        attributes: { axis: 1, layout: 'nchw' },
        inputs: { input: 'y', scale: 'x' },
        outputs: ['z'],
      },
    ]);
  });

  it('sums the tolerances of the operators of a graph that has none', () => {
    const matrix = (rows: number, columns: number): object => ({
      dtype: 'float32',
      shape: [rows, columns],
      data: new Array(rows * columns).fill(0),
    });
    const graph = {
      name: 'g',
      operators: [
        { op: 'gemm', arguments: [{ a: 'a' }, { b: 'b' }], outputs: 'c' },
        { op: 'softmax', arguments: [{ input: 'c' }, { axis: 1 }], outputs: 'd' },
      ],
      inputs: { a: matrix(3, 4), b: matrix(4, 5) },
      outputs: { d: matrix(3, 5) },
      tolerance: null,
    };
    const [read] = readWebnn({ source, tests: [], subgraphs: [graph] }).cases;
    // Two for each of 4 products, and three for each of 5 elements and three more.
    expect(read?.tolerance).toEqual({ metric: 'ULP', value: 2 * 4 + 3 * 5 + 3 });
  });
});
