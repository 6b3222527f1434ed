import type { Finding } from '../finding.ts';
import type { Language } from '../language.ts';
import { describeFinding, textsOf } from '../text/describe-finding.ts';
import type { PageTexts } from './page-texts.ts';
import { escaped } from './svg.ts';

/** Findings as cards, each with what comes from it. */
export function findingCards(findings: readonly Finding[], language: Language, texts: PageTexts): string {
  if (findings.length === 0) return `<p class="nothing">✔ ${escaped(sentence(textsOf(language).nothing))}</p>`;
  const names = new Set(findings.map(({ name }) => name));
  const isConsequence = ({ because }: Finding): boolean => because !== undefined && names.has(because);
  return findings
    .filter((each) => !isConsequence(each))
    .map((finding, i) => {
      const firstOfName = findings.find(({ name }) => name === finding.name) === finding;
      const hence = firstOfName ? findings.filter((each) => isConsequence(each) && each.because === finding.name) : [];
      return card(finding, hence, language, texts, i);
    })
    .join('');
}

const signs = { problem: '✖', warning: '⚠', note: 'ℹ' } as const;

function card(
  finding: Finding,
  hence: readonly Finding[],
  language: Language,
  texts: PageTexts,
  index: number,
): string {
  const { title, severity, layers, evidence, why, remedies } = describeFinding(finding, language);
  const list = (className: string, items: readonly string[]): string =>
    `<ul class="${className}">${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;
  const consequences = hence.map((each) => {
    const told = describeFinding(each, language);
    const where = told.layers === '' ? '' : ` <span class="layers">${escaped(told.layers)}</span>`;
    return `<strong>${escaped(told.title)}</strong>${where}: ${escaped(told.evidence[0] ?? told.why)}`;
  });
  const part = (caption: string, content: string, isThere: boolean): string =>
    isThere ? `<p class="caption">${escaped(caption)}</p>${content}` : '';
  return [
    `<article class="finding ${finding.severity}" aria-labelledby="finding-${index}">`,
    `<header><h3 id="finding-${index}">${escaped(title)}</h3>`,
    `<span class="severity">${signs[finding.severity]} ${escaped(severity)}</span>`,
    layers === '' ? '' : `<span class="layers">${escaped(layers)}</span>`,
    '</header>',
    `<p>${escaped(sentence(why))}</p>`,
    part(texts.evidence, list('evidence', evidence.map(escaped)), evidence.length > 0),
    part(
      texts.remedies,
      list(
        'remedies',
        remedies.map(({ text, code }) => `${escaped(text)}<code>${escaped(code)}</code>`),
      ),
      remedies.length > 0,
    ),
    part(texts.hence, list('hence', consequences), hence.length > 0),
    finding.inventory.length === 0
      ? ''
      : `<p class="inventory">${escaped(texts.inventory(finding.inventory.join(', ')))}</p>`,
    '</article>',
  ].join('');
}

/** With a capital letter and a full stop. */
function sentence(text: string): string {
  if (text === '') return '';
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}
