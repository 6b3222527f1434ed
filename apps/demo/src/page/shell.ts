import { headings } from 'virtual:headings';
import type { Language } from '@gradkit/diagnostics/report';
import { text } from '../label.ts';
import { en, type Messages } from '../messages/en.ts';
import { ko } from '../messages/ko.ts';
import { pageOf, pages } from '../pages.ts';
import { type Address, formatAddress, parseAddress } from './address.ts';
import { createAnnouncer } from './announcer.ts';
import type { PageContext, ShownPage } from './context.ts';
import { element, icon } from './element.ts';
import { groups } from './groups.ts';
import { chooseLanguage } from './language.ts';
import { remember, remembered } from './memory.ts';
import { currentTheme, setTheme, type Theme } from './theme.ts';

const messagesOf: Readonly<Record<Language, Messages>> = { en, ko };

/** Parameters that belong to the shell and stay when a page writes its own. */
const ownParameters = ['lang', 'hide'];

const isExperiment = (page: string): boolean => headings.some(({ id }) => id === page);

/** What is around every page: header, list of experiments, address and language. */
export function startShell(body: HTMLElement): void {
  setTheme(currentTheme());
  const announcer = createAnnouncer();
  const header = element('header', { class: 'bar' });
  const list = element('nav', { class: 'list' });
  const main = element('main', { id: 'content' });
  const skip = element('a', { class: 'skip', href: '#content' }, [], {
    // The hash is the address of the page: jumping there must not change it.
    click: (event) => {
      event.preventDefault();
      focusHeading();
    },
  });
  body.append(skip, header, element('div', { class: 'floor' }, [list, main]), announcer.element);

  let address = parseAddress(location.search, location.hash);
  let shown: ShownPage | undefined;
  let showing = 0;
  /** What the page itself wrote last: not a reason to show it again. */
  let written = location.hash;

  const language = (): Language =>
    chooseLanguage([address.parameters.get('lang'), remembered('language'), ...navigator.languages]);

  function context(): PageContext {
    const spoken = language();
    const kept = new Map([...address.parameters].filter(([key]) => ownParameters.includes(key)));
    return {
      language: spoken,
      messages: messagesOf[spoken],
      parameters: address.parameters,
      hidden: new Set((address.parameters.get('hide') ?? '').split(',').filter((name) => name !== '')),
      link: (page) => formatAddress({ page, parameters: kept }),
      keep(parameters) {
        write({ page: address.page, parameters: new Map([...parameters, ...kept]) });
      },
      announce: announcer.announce,
    };
  }

  function write(next: Address): void {
    address = next;
    written = formatAddress(next);
    if (written !== location.hash) history.replaceState(null, '', written);
  }

  const focusHeading = (): void => main.querySelector('h1')?.focus();

  function put(content: HTMLElement, title: string): void {
    main.replaceChildren(content);
    document.title = `${title} – gradkit ${messagesOf[language()].laboratory}`;
  }

  async function show(moveFocus: boolean): Promise<void> {
    const turn = ++showing;
    shown?.leave();
    shown = undefined;
    const current = context();
    drawFrame(current);
    const open = pageOf(address.page);
    if (open === undefined) {
      const { messages } = current;
      const heading = element('h1', { tabindex: -1 }, [messages.notFound]);
      const back = element('a', { href: current.link('') }, [messages.toOverview]);
      put(element('div', { class: 'overview' }, [heading, element('p', {}, [back])]), messages.notFound);
      return;
    }
    try {
      const page = await open(current);
      if (turn !== showing) return page.leave();
      shown = page;
      put(page.element, page.title);
    } catch (error) {
      if (turn !== showing) return;
      const heading = element('h1', { tabindex: -1 }, [current.messages.failed]);
      put(element('div', { class: 'overview', role: 'alert' }, [heading, String(error)]), current.messages.failed);
    }
    if (moveFocus) {
      scrollTo(0, 0);
      focusHeading();
    }
    if (performance.getEntriesByName('interactive').length === 0) performance.mark('interactive');
  }

  function speak(next: Language): void {
    remember('language', next);
    write({ page: address.page, parameters: new Map(address.parameters).set('lang', next) });
    const current = context();
    drawFrame(current);
    if (shown?.speak === undefined) {
      void show(false);
      return;
    }
    const { element: content, title } = shown.speak(current);
    put(content, title);
  }

  /** All that is around the page, in its language. */
  function drawFrame({ language: spoken, messages, link, hidden }: PageContext): void {
    document.documentElement.lang = spoken;
    const focused = document.activeElement?.id ?? '';
    skip.textContent = messages.skip;
    const mark = (page: string): 'page' | undefined => (page === address.page ? 'page' : undefined);

    header.replaceChildren(
      element('a', { class: 'brand', href: link('') }, [
        element('img', { src: './icon.svg', alt: '', width: 28, height: 28 }),
        element('span', {}, ['gradkit ', element('b', {}, [messages.laboratory])]),
      ]),
      element('nav', { class: 'pages', 'aria-label': messages.pages }, [
        ...pages.map(({ id, title }) => {
          const inside = id === '' && isExperiment(address.page);
          return element('a', { href: link(id), 'aria-current': mark(id) ?? (inside ? 'true' : undefined) }, [
            title(messages),
          ]);
        }),
      ]),
      themeSwitch(messages),
      languageSwitch(spoken, messages),
    );
    header.hidden = hidden.has('header');

    list.setAttribute('aria-label', messages.experiments);
    list.replaceChildren(
      ...groups.map((group) =>
        element('section', {}, [
          element('h2', { class: 'list-group' }, [messages.groups[group]]),
          element(
            'ul',
            { role: 'list' },
            headings
              .filter((heading) => heading.group === group)
              .map(({ id, title }) =>
                element('li', {}, [element('a', { href: link(id), 'aria-current': mark(id) }, [text(title, spoken)])]),
              ),
          ),
        ]),
      ),
    );
    list.hidden = hidden.has('list') || !isExperiment(address.page);
    list.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
    if (focused !== '') document.getElementById(focused)?.focus();
  }

  function languageSwitch(spoken: Language, messages: Messages): HTMLElement {
    const other: Language = spoken === 'en' ? 'ko' : 'en';
    return element(
      'button',
      { id: 'language', type: 'button', lang: other, class: 'quiet', title: messages.chooseLanguage },
      [messagesOf[other].language],
      { click: () => speak(other) },
    );
  }

  function themeSwitch(messages: Messages): HTMLElement {
    const order: readonly Theme[] = ['system', 'light', 'dark'];
    const shapes: Readonly<Record<Theme, string>> = {
      system: 'M4 5h16v11H4zM9 20h6M12 16v4',
      light:
        'M12 8a4 4 0 1 0 0 8a4 4 0 1 0 0-8M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.5 1.5M17.5 17.5L19 19M5 19l1.5-1.5M17.5 6.5L19 5',
      dark: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z',
    };
    const theme = currentTheme();
    const name = `${messages.theme}: ${messages.themes[theme]}`;
    const button = element('button', {
      id: 'theme',
      type: 'button',
      class: 'quiet round',
      title: name,
      'aria-label': name,
    });
    button.append(icon(shapes[theme]));
    button.addEventListener('click', () => {
      setTheme(order[(order.indexOf(theme) + 1) % order.length] ?? 'system');
      button.replaceWith(themeSwitch(messages));
      document.getElementById('theme')?.focus();
    });
    return button;
  }

  addEventListener('hashchange', () => {
    if (location.hash === written) return;
    const before = language();
    address = parseAddress(location.search, location.hash);
    written = location.hash;
    if (language() !== before) remember('language', language());
    void show(true);
  });
  void show(false);
}
