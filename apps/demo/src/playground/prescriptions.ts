import { describeFinding, type Finding, type Language, type Remedy } from '@gradkit/diagnostics/report';
import { cured, type Recipe } from 'experiments/recipe';
import type { Messages } from '../messages/en.ts';
import type { PlaygroundMessages } from '../messages/playground/en.ts';
import { element, prose } from '../page/element.ts';
import { parametersOf, within } from './recipe-address.ts';

/** What the doctor says of the run, and a button for each remedy that a recipe has a word for. */
export interface Prescriptions {
  readonly element: HTMLElement;
  update(findings: readonly Finding[], recipe: Recipe, hasBegun: boolean): void;
}

export function createPrescriptions(
  language: Language,
  messages: Messages,
  own: PlaygroundMessages,
  cure: (recipe: Recipe) => void,
): Prescriptions {
  const list = element('div', { class: 'findings' });
  const place = element('section', { class: 'doctor', 'aria-labelledby': 'doctor-title' }, [
    element('h2', { id: 'doctor-title' }, [messages.doctor]),
    list,
  ]);
  let drawn = '';

  function remedy(recipe: Recipe, finding: Finding, given: Remedy, index: number): HTMLElement {
    const { text, code } = describeFinding(finding, language).remedies[index];
    const changed = cured(recipe, given);
    const better = changed && within(changed);
    const isPossible = better !== undefined && !sameRecipe(better, recipe);
    return element('li', {}, [
      text,
      ' ',
      element('code', {}, [code]),
      ' ',
      isPossible
        ? element(
            'button',
            { type: 'button', class: 'chip', 'aria-label': `${own.applyCure}: ${text}` },
            [own.applyCure],
            {
              click: () => cure(better),
            },
          )
        : undefined,
    ]);
  }

  function card(finding: Finding, recipe: Recipe): HTMLElement {
    const { title, severity, layers, evidence, why } = describeFinding(finding, language);
    return element('li', { class: 'finding', 'data-severity': finding.severity, 'data-finding': finding.name }, [
      element('h3', {}, [
        element('span', { class: 'severity' }, [severity]),
        ` ${title}`,
        layers === '' ? undefined : element('span', { class: 'soft' }, [` · ${layers}`]),
      ]),
      element('p', {}, [`${why}.`]),
      element(
        'ul',
        { class: 'evidence', 'aria-label': messages.evidence },
        evidence.map((words) => element('li', {}, prose(words))),
      ),
      element(
        'ul',
        { class: 'remedies', role: 'list', 'aria-label': messages.remedy },
        finding.remedies.map((given, index) => remedy(recipe, finding, given, index)),
      ),
    ]);
  }

  return {
    element: place,
    update(findings, recipe, hasBegun) {
      // What was found stays as it is while only its numbers move: buttons must not be pulled away from under a finger.
      const state = JSON.stringify([
        hasBegun,
        recipe,
        findings.map(({ name, severity, layers }) => [name, severity, layers]),
      ]);
      if (state === drawn) {
        for (const [i, place] of list.querySelectorAll('.evidence').entries()) {
          const { evidence } = describeFinding(findings[i], language);
          place.replaceChildren(...evidence.map((words) => element('li', {}, prose(words))));
        }
        return;
      }
      if (list.contains(document.activeElement) && findings.length > 0) return;
      drawn = state;
      list.replaceChildren(
        findings.length === 0
          ? element('p', { class: hasBegun ? 'healthy' : 'soft' }, [hasBegun ? messages.healthy : own.notYetExamined])
          : element(
              'ul',
              { role: 'list' },
              findings.map((finding) => card(finding, recipe)),
            ),
      );
    },
  };
}

const sameRecipe = (a: Recipe, b: Recipe): boolean =>
  JSON.stringify([...parametersOf(a)]) === JSON.stringify([...parametersOf(b)]);
