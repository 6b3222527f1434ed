import { headings } from 'virtual:headings';
import { text } from '../label.ts';
import type { PageContext, ShownPage } from '../page/context.ts';
import { element } from '../page/element.ts';
import { groups } from '../page/groups.ts';
import { pages } from '../pages.ts';

/** A link to a page, with what it is about. */
function card(address: string, title: string, about: string): HTMLElement {
  return element('li', {}, [
    element('a', { class: 'card', href: address }, [
      element('span', { class: 'card-title' }, [title]),
      element('span', { class: 'soft' }, [about]),
    ]),
  ]);
}

function section(id: string, title: string, hint: string | undefined, cards: readonly HTMLElement[]): HTMLElement {
  return element('section', { class: 'group', 'aria-labelledby': `group-${id}` }, [
    element('h2', { id: `group-${id}` }, [title]),
    hint === undefined ? undefined : element('p', { class: 'soft' }, [hint]),
    element('ul', { class: 'cards', role: 'list' }, cards),
  ]);
}

/** The first page: every experiment with its question, and the pages without one. */
export function showOverview({ language, messages, link }: PageContext): ShownPage {
  const own = pages.flatMap(({ id, title, hint }) =>
    hint === undefined ? [] : [card(link(id), title(messages), hint(messages))],
  );
  const sections = groups.map((group) => {
    const cards = headings
      .filter((heading) => heading.group === group)
      .map(({ id, title, question }) => card(link(id), text(title, language), text(question, language)));
    return section(group, messages.groups[group], messages.groupHints[group], cards);
  });
  return {
    title: messages.experiments,
    element: element('div', { class: 'overview' }, [
      element('header', { class: 'welcome' }, [
        element('h1', { tabindex: -1 }, [messages.welcome]),
        ...messages.introduction.map((words) => element('p', {}, [words])),
      ]),
      ...sections,
      section('own', messages.own, undefined, own),
    ]),
    leave() {},
  };
}
