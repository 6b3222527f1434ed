import { expect, it } from 'vitest';
import { mergeFindings } from '../../src/diagnose/merge-findings.ts';
import type { Finding } from '../../src/finding.ts';

const finding = (name: Finding['name'], more: Partial<Finding> = {}): Finding => ({
  name,
  severity: 'warning',
  layers: [],
  evidence: [],
  remedies: [],
  inventory: [],
  ...more,
});

it('tells once what rules and checks both found, with what each of them knows', () => {
  const ofRule = finding('learning-rate-too-low', {
    cause: 'crawling',
    evidence: [
      { measure: 'update-to-weight', value: 1e-6 },
      { measure: 'learning-rate', value: 1e-5 },
    ],
    remedies: [{ name: 'raise-learning-rate', code: 'a' }],
    inventory: ['1.1.9'],
  });
  const ofCheck = finding('learning-rate-too-low', {
    severity: 'problem',
    cause: 'range-test',
    layers: ['dense'],
    evidence: [{ measure: 'learning-rate', value: 2e-5 }],
    remedies: [
      { name: 'raise-learning-rate', code: 'b' },
      { name: 'adam', code: 'c' },
    ],
    inventory: ['1.1.9', '1.3.10'],
  });
  expect(mergeFindings([ofRule], [ofCheck])).toEqual([
    {
      ...ofRule,
      severity: 'problem',
      layers: ['dense'],
      remedies: [
        { name: 'raise-learning-rate', code: 'a' },
        { name: 'adam', code: 'c' },
      ],
      inventory: ['1.1.9', '1.3.10'],
    },
  ]);
});

it('keeps several causes of one name that only checks found', () => {
  const both = [finding('selu-conditions', { cause: 'dropout' }), finding('selu-conditions', { cause: 'weights' })];
  expect(mergeFindings([], both)).toEqual(both);
});

it('tells consequences of a name with several causes once', () => {
  const both = [finding('selu-conditions', { cause: 'dropout' }), finding('selu-conditions', { cause: 'weights' })];
  const names = mergeFindings([], [...both, finding('unexpected-initial-loss')]).map(({ name }) => name);
  expect(names.sort()).toEqual(['selu-conditions', 'selu-conditions', 'unexpected-initial-loss']);
});

it('finds consequences among all', () => {
  const merged = mergeFindings(
    [finding('vanishing-gradient', { severity: 'problem' }), finding('plateau', { because: 'vanishing-gradient' })],
    [finding('loss-and-output-differ', { severity: 'problem' }), finding('batch-not-learned')],
  );
  expect(merged[0]?.name).toBe('loss-and-output-differ');
  expect(merged.slice(1).map(({ because }) => because)).toEqual(Array(3).fill('loss-and-output-differ'));
});
