import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/finding.ts';
import type { Language } from '../../src/language.ts';
import { describeFinding } from '../../src/report.ts';
import { findingsOf } from '../../src/rules/findings-of.ts';
import { en } from '../../src/text/en.ts';
import { ko } from '../../src/text/ko.ts';
import type { Sentence } from '../../src/text/texts.ts';
import { faultyRecords } from '../rules/faulty-records.ts';
import { recordOf } from '../rules/records.ts';

const languages: readonly Language[] = ['en', 'ko'];
const found = Object.entries(faultyRecords).map(([key, record]) => {
  const [name, cause] = key.split(' ');
  const finding = findingsOf(record).find((each) => each.name === name && (each.cause ?? 'only') === cause);
  return [key, finding as Finding] as const;
});

describe.each(found)('%s', (key, finding) => {
  it('is found', () => {
    expect(finding, key).toBeDefined();
    expect(finding.inventory.length).toBeGreaterThan(0);
    expect(finding.evidence.length).toBeGreaterThan(0);
    expect(finding.remedies.length).toBeGreaterThan(0);
  });

  it.each(languages)('is told in %s, with all its numbers', (language) => {
    const { title, layers, evidence, why, remedies } = describeFinding(finding, language);
    const all = [title, layers, ...evidence, why, ...remedies.flatMap(({ text, code }) => [text, code])].join('\n');
    // A dash stands where a sentence asks for a number that the finding does not have.
    expect(why).not.toMatch(/–/);
    expect(all).not.toMatch(/undefined|\bNaN(?! (oder|or)| 또는)|\[object|\$\{|\{\d/);
    expect(why).not.toBe('');
    expect(/[가-힣]/.test(title + why + evidence.join('') + remedies[0]?.text)).toBe(language === 'ko');
  });
});

it('has a sentence for each cause that rules give, and rules for each sentence', () => {
  const beforeTraining = [
    'unexpected-initial-loss',
    'inputs-not-standardized',
    'loss-and-output-differ',
    'selu-conditions',
    'dropout-before-batch-normalization',
    'batch-not-learned',
    'wrong-gradient',
  ];
  const sentences = Object.entries(en.findings)
    .filter(([name]) => !beforeTraining.includes(name))
    .flatMap(([name, { why }]) => Object.keys(why).map((cause) => `${name} ${cause}`))
    .filter((each) => !each.endsWith(' range-test'));
  expect(Object.keys(faultyRecords).sort()).toEqual(sentences.sort());
});

it('speaks of the same numbers in both languages', () => {
  const spoken = (sentence: Sentence | undefined): string => {
    const asked: string[] = [];
    sentence?.((measure) => {
      asked.push(measure);
      return '1';
    });
    return asked.sort().join(' ');
  };
  for (const [name, { why }] of Object.entries(en.findings)) {
    const others: Readonly<Record<string, Sentence>> = ko.findings[name as Finding['name']].why;
    for (const [cause, sentence] of Object.entries(why as Readonly<Record<string, Sentence>>)) {
      expect(spoken(others[cause]), `${name} ${cause}`).toBe(spoken(sentence));
    }
  }
});

it('names the cause of a consequence', () => {
  const records = { loss: () => 1, kernel: () => ({ unitSpread: 0 }) };
  const [, consequence] = findingsOf(recordOf(records));
  expect(describeFinding(consequence as Finding).because).toBe('All units alike');
  expect(describeFinding(consequence as Finding, 'ko').because).toBe('대칭 초기화(symmetric initialization)');
});

describe('Korean sentences', () => {
  /** Particles that differ by whether the syllable before has a final consonant. */
  const particle = /^(은|는|이|가|을|를|과|와|으로|로|이나|나|이라|라)(?=[\s,.]|$)/;
  it('put no such particle behind a number', () => {
    const numbers = /¤[^\s]*/g;
    const sentences = Object.values(ko.findings).flatMap(({ why }) => Object.values(why as Record<string, Sentence>));
    const phrases = Object.values(ko.measures).map((phrase) => phrase('¤'));
    for (const text of [...sentences.map((sentence) => sentence(() => '¤')), ...phrases]) {
      for (const [match] of text.matchAll(numbers)) expect(match.slice(1), text).not.toMatch(particle);
    }
  });
});
