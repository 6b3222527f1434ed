import { headings } from 'virtual:headings';
import { text } from '../label.ts';
import type { PageContext, ShownPage } from '../page/context.ts';
import { element } from '../page/element.ts';
import { groups } from '../page/groups.ts';

/** The first page: every experiment with its question. */
export function showOverview({ language, messages, link }: PageContext): ShownPage {
  const sections = groups.map((group) =>
    element('section', { class: 'group', 'aria-labelledby': `group-${group}` }, [
      element('h2', { id: `group-${group}` }, [messages.groups[group]]),
      element('p', { class: 'soft' }, [messages.groupHints[group]]),
      element(
        'ul',
        { class: 'cards', role: 'list' },
        headings
          .filter((heading) => heading.group === group)
          .map(({ id, title, question }) =>
            element('li', {}, [
              element('a', { class: 'card', href: link(id) }, [
                element('span', { class: 'card-title' }, [text(title, language)]),
                element('span', { class: 'soft' }, [text(question, language)]),
              ]),
            ]),
          ),
      ),
    ]),
  );
  return {
    title: messages.experiments,
    element: element('div', { class: 'overview' }, [
      element('header', { class: 'welcome' }, [
        element('h1', { tabindex: -1 }, [messages.welcome]),
        ...messages.introduction.map((words) => element('p', {}, [words])),
      ]),
      ...sections,
    ]),
    leave() {},
  };
}
