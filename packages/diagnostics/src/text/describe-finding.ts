import type { Evidence, Finding } from '../finding.ts';
import type { Language } from '../language.ts';
import { en } from './en.ts';
import { formatMeasure } from './format.ts';
import { ko } from './ko.ts';
import { layerNames } from './layer-names.ts';
import type { Sentence, Texts } from './texts.ts';

/** A finding in words. */
export interface FindingDescription {
  /** `Vanishing gradient`. */
  readonly title: string;
  /** `problem`, `warning` or `note`, in the language. */
  readonly severity: string;
  /** `layers dense_1…dense_8`; empty where it is about the whole. */
  readonly layers: string;
  /** What was measured, with numbers and limits: `gradient norm 3·10⁻¹¹ of the last layer’s (at least 0.001)`. */
  readonly evidence: readonly string[];
  /** Why it happens: a sentence with a capital letter, without its full stop. */
  readonly why: string;
  /** The title of the finding that this one comes from; undefined where it stands for itself. */
  readonly because: string | undefined;
  /** What helps, best first: in words, and what to write. */
  readonly remedies: readonly { readonly text: string; readonly code: string }[];
}

/**
 * Says a finding in words.
 *
 * @param finding as `findingsOf`, `diagnose` or `trainingDoctor` give it
 * @param language `en` or `ko`; default `en`
 * @example
 * ```ts
 * import { describeFinding, type Finding } from '@gradkit/diagnostics/report';
 *
 * const finding: Finding = {
 *   name: 'plateau', severity: 'warning', layers: [], cause: 'flat', inventory: [],
 *   evidence: [{ measure: 'loss-to-baseline', value: 0.98, limit: { above: 0.5 } }],
 *   remedies: [{ name: 'adam', value: 0.001, code: 'optimizer: adam({ learningRate: 0.001 })' }],
 * };
 * console.log(describeFinding(finding).evidence[0]); // loss at 98 % of that of guessing (at most 50 %)
 * console.log(describeFinding(finding, 'ko').title); // 정체(plateau)
 * ```
 */
export function describeFinding(finding: Finding, language: Language = 'en'): FindingDescription {
  const texts = textsOf(language);
  const { name, severity, layers, evidence, because, remedies } = finding;
  const { title } = texts.findings[name];
  return {
    title,
    severity: texts.severities[severity],
    layers: layers.length === 0 ? '' : texts.layers(layerNames(layers, texts), layers.length),
    evidence: evidence.map((each) => evidenceText(each, language)),
    why: capitalized(reasonOf(finding, language)),
    because: because && texts.findings[because].title,
    remedies: remedies.map((remedy) => ({ text: texts.remedies[remedy.name], code: remedy.code })),
  };
}

/** The words of a language. */
export function textsOf(language: Language): Texts {
  return language === 'ko' ? ko : en;
}

/** One number with its limit. */
function evidenceText({ measure, value, limit }: Evidence, language: Language): string {
  const texts = textsOf(language);
  const phrase = texts.measures[measure](formatMeasure(measure, value, language));
  if (limit === undefined) return phrase;
  const judged =
    'above' in limit
      ? texts.above(formatMeasure(measure, limit.above, language))
      : texts.below(formatMeasure(measure, limit.below, language));
  return `${phrase} (${judged})`;
}

/** Why a finding was made, as it goes on behind a colon. */
export function reasonOf({ name, cause, evidence }: Finding, language: Language): string {
  const reasons: Readonly<Record<string, Sentence>> = textsOf(language).findings[name].why;
  const sentence = reasons[cause ?? 'only'] ?? Object.values(reasons)[0];
  const say = (measure: Evidence['measure']): string => {
    const found = evidence.find((each) => each.measure === measure);
    return found === undefined ? '–' : formatMeasure(measure, found.value, language);
  };
  return sentence?.(say) ?? '';
}

function capitalized(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
