import { describe, expect, it } from 'vitest';
import { toJson, toText } from '../../src/report.ts';
import { findingsOf } from '../../src/rules/findings-of.ts';
import { recordOf, sigmoid } from '../rules/records.ts';

const findings = findingsOf(
  recordOf({
    hidden: 10,
    activation: sigmoid,
    loss: () => 1,
    kernel: (place) => (place < 10 ? { gradientNorm: 3e-12 * 1e3 ** (place / 3) } : {}),
    layer: (place) => (place < 10 ? { saturatedShare: 0.93 } : {}),
  }),
);

it('says what, where, why, and what to write', () => {
  expect(toText(findings)).toMatchInlineSnapshot(`
    "✖ vanishing-gradient  layers dense…dense_8: gradient norm 1.3·10⁻¹¹ of the last layer’s
      why: the activation’s slope is at most 0.25, and 93 % of the elements are saturated, where it is nearly 0
      try: activation: relu, kernelInitializer: heNormal(), or batchNormalization()
      hence: saturation  layers dense…dense_9: 93 % of the elements saturated
      hence: plateau  loss at 100 % of that of guessing"
  `);
});

it('says it in Korean', () => {
  expect(toText(findings, { language: 'ko' })).toMatchInlineSnapshot(`
    "✖ vanishing-gradient 기울기 소실  층 dense…dense_8: 그래디언트 크기가 마지막 층의 1.3·10⁻¹¹배
      이유: 활성화 함수의 최대 기울기가 0.25 수준인 데다 출력의 93% 정도가 포화되어 있고, 포화된 곳에서는 기울기가 0에 가깝습니다
      해결: activation: relu, kernelInitializer: heNormal(), 또는 batchNormalization()
      따라서: saturation 포화  층 dense…dense_9: 포화된 출력 93%
      따라서: plateau 정체  손실이 무작정 찍을 때의 100%"
  `);
});

describe('JSON', () => {
  it('holds the findings', () => {
    expect(JSON.parse(toJson(findings)).findings).toEqual(JSON.parse(JSON.stringify(findings)));
  });

  it('holds all of a report', () => {
    expect(JSON.parse(toJson({ findings: [], record: 3 } as never))).toEqual({ findings: [], record: 3 });
  });
});
