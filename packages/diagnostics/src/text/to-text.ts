import type { Finding, Severity } from '../finding.ts';
import type { Language } from '../language.ts';
import { describeFinding, reasonOf, textsOf } from './describe-finding.ts';
import { formatMeasure } from './format.ts';

/** Findings, or what holds some: a report, a doctor. */
export type Findings = readonly Finding[] | { readonly findings: readonly Finding[] };

/** Options of {@link toText}. */
export interface TextOptions {
  /** `en` (default) or `ko`. */
  readonly language?: Language | undefined;
}

const signs: Readonly<Record<Severity, string>> = { problem: '✖', warning: '⚠', note: 'ℹ' };

/**
 * Findings as text for a console: each with its first number, the reason, what to write, and what comes from it.
 *
 * ```text
 * ✖ vanishing-gradient  layers dense_1…dense_8: gradient norm 3·10⁻¹¹ of the last layer’s
 *   why: the activation’s slope is at most 0.25, and 93 % of the elements are saturated, where it is nearly 0
 *   try: activation: relu, kernelInitializer: heNormal(), or batchNormalization()
 *   hence: plateau
 * ```
 *
 * @param source findings, or a report that holds some
 * @example
 * ```ts
 * import { toText } from '@gradkit/diagnostics/report';
 * console.log(toText([])); // ✔ nothing wrong found
 * console.log(toText([], { language: 'ko' })); // ✔ 문제를 찾지 못했습니다
 * ```
 */
export function toText(source: Findings, { language = 'en' }: TextOptions = {}): string {
  const findings = listOf(source);
  const texts = textsOf(language);
  if (findings.length === 0) return `✔ ${texts.nothing}`;
  const names = new Set(findings.map(({ name }) => name));
  const isConsequence = ({ because }: Finding): boolean => because !== undefined && names.has(because);
  const paragraph = (finding: Finding): string => {
    const { remedies } = describeFinding(finding, language);
    const hence = findings.filter((each) => isConsequence(each) && each.because === finding.name);
    const tried = remedies.map(({ code }) => code).join(`, ${texts.or} `);
    return [
      `${signs[finding.severity]} ${headline(finding, language)}`,
      `  ${texts.why}: ${reasonOf(finding, language)}`,
      ...(tried === '' ? [] : [`  ${texts.try}: ${tried}`]),
      ...hence.map((each) => `  ${texts.hence}: ${headline(each, language)}`),
    ].join('\n');
  };
  return findings
    .filter((each) => !isConsequence(each))
    .map(paragraph)
    .join('\n');
}

function headline(finding: Finding, language: Language): string {
  const { title, layers } = describeFinding(finding, language);
  const texts = textsOf(language);
  const [first] = finding.evidence;
  const measured = first && texts.measures[first.measure](formatMeasure(first.measure, first.value, language));
  const name = language === 'en' ? finding.name : `${finding.name} ${title.replace(/\(.*\)$/, '')}`;
  const rest = [layers, measured].filter((each) => each !== undefined && each !== '').join(': ');
  return rest === '' ? name : `${name}  ${rest}`;
}

/**
 * Findings as JSON: an object with `findings`, or all of a report. Numbers that JSON has no word for are written as text:
 * `"NaN"`, `"Infinity"`.
 *
 * @param source findings, or a report that holds some
 * @example
 * ```ts
 * import { toJson } from '@gradkit/diagnostics/report';
 * console.log(JSON.parse(toJson([])).findings.length); // 0
 * ```
 */
export function toJson(source: Findings): string {
  const whole = 'findings' in source ? source : { findings: source };
  const spoken = (_: string, value: unknown): unknown =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
  return JSON.stringify(whole, spoken, 2);
}

function listOf(source: Findings): readonly Finding[] {
  return 'findings' in source ? source.findings : source;
}
