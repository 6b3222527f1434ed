import { headings } from 'virtual:headings';
import type { Config, Cure, Experiment } from 'experiments';
import { text } from '../label.ts';
import type { PageContext, ShownPage } from '../page/context.ts';
import { element, prose } from '../page/element.ts';
import { watchTheme } from '../page/theme.ts';
import { configOf, parametersOf } from './config.ts';
import { createControls } from './controls.ts';
import { createCures } from './cures.ts';
import { createDoctor } from './doctor.ts';
import { createPictures } from './pictures.ts';
import { createReading } from './reading.ts';
import { createSession } from './session.ts';
import { createTakeaway } from './takeaway.ts';
import { createTransport } from './transport.ts';

/** Milliseconds without a change before a run starts anew: a slider on its way is not a wish. */
const patience = 150;

/** An experiment: its question, its settings, its pictures, what is seen, and the cure. */
export function showExperiment(experiment: Experiment, start: PageContext): ShownPage {
  let context = start;
  const config = configOf(experiment, start.parameters);
  const cure = experiment.cures(config).find(({ id }) => id === start.parameters.get('cure'));
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;

  let drawing = 0;
  const session = createSession(
    experiment,
    { config, cure },
    {
      still,
      changed: () => {
        drawing ||= requestAnimationFrame(() => {
          drawing = 0;
          update();
        });
      },
    },
  );

  let wished = config;
  let timer: ReturnType<typeof setTimeout> | undefined;
  function keep(): void {
    const parameters = parametersOf(experiment, wished);
    if (session.cure !== undefined) parameters.set('cure', session.cure.id);
    context.keep(parameters);
  }
  function change(part: Config): void {
    wished = { ...wished, ...part };
    shown.controls.set(wished);
    clearTimeout(timer);
    timer = setTimeout(() => {
      // What cures may depend on what is wrong.
      const next = experiment.cures(wished).find(({ id }) => id === session.cure?.id);
      if (next !== session.cure && session.cure !== undefined) session.compare(next);
      session.setConfig(wished);
      keep();
    }, patience);
  }
  function compare(cure: Cure | undefined): void {
    session.compare(cure);
    keep();
  }
  function adopt({ config: part }: Cure): void {
    session.compare(undefined);
    wished = { ...wished, ...part };
    shown.controls.set(wished);
    session.setConfig(wished);
    keep();
  }

  let shown = build();
  const unwatch = watchTheme(() => shown.pictures.redraw());

  function build() {
    const { language, messages, hidden } = context;
    const transport = createTransport(session, messages, hidden);
    const pictures = createPictures(session, language, messages, change);
    const reading = createReading(session, language, messages);
    const doctor = createDoctor(session, language, messages);
    const cures = createCures(session, language, messages, { compare, adopt });
    const controls = createControls(experiment.controls, { language, hidden, changed: change });
    const takeaway = createTakeaway(session, pictures, language, messages, context.announce);
    controls.set(wished);

    const part = (name: string, content: HTMLElement): HTMLElement | undefined =>
      hidden.has(name) ? undefined : content;
    const defaults = element('button', { type: 'button', class: 'quiet', id: 'defaults' }, [messages.resetSettings], {
      click: () => change(experiment.defaults),
    });
    const settings = element('details', { class: 'settings', open: matchMedia('(min-width: 60rem)').matches }, [
      element('summary', {}, [messages.settings]),
      controls.element,
      defaults,
    ]);
    const inventory = element('p', { class: 'soft' }, [`${messages.inventory}: ${experiment.inventory.join(', ')}`]);
    const source =
      experiment.source === undefined
        ? undefined
        : element('p', { class: 'soft' }, [`${messages.source}: ${experiment.source}`]);

    const content = element('article', { class: 'experiment' }, [
      element('header', { class: 'question' }, [
        element('h1', { tabindex: -1 }, [text(experiment.title, language)]),
        element('p', {}, prose(text(experiment.question, language))),
      ]),
      element('div', { class: 'bench' }, [
        element('div', { class: 'panel' }, [
          transport.element,
          still ? element('p', { class: 'hint' }, [messages.stillMotion]) : undefined,
          part('settings', settings),
        ]),
        element('div', { class: 'stage' }, [
          reading.element,
          part('cures', cures.element),
          element('section', { 'aria-label': messages.pictures }, [pictures.element]),
          part('doctor', doctor.element),
        ]),
      ]),
      element('div', { class: 'below' }, [
        reading.claim,
        part(
          'explanation',
          element('section', { class: 'why', 'aria-labelledby': 'why-title' }, [
            element('h2', { id: 'why-title' }, [messages.explanation]),
            ...experiment.explanation.map((words) => element('p', {}, prose(text(words, language)))),
            inventory,
            source,
          ]),
        ),
        part('takeaway', takeaway.element),
      ]),
      part('list', neighbours(context)),
    ]);
    return { content, controls, transport, pictures, reading, cures, doctor, takeaway };
  }

  let told = '';
  function update(): void {
    const { transport, pictures, reading, cures, doctor, takeaway } = shown;
    transport.update();
    reading.update();
    cures.update();
    doctor.update();
    pictures.update();
    takeaway.update();
    const { state } = session;
    // A sentence for every frame would drown the reader: what counts is said when something ends.
    const ends = state === 'done' || state === 'error' || state === 'paused';
    const words = ends ? reading.spoken() : '';
    if (ends && words !== told) context.announce(words);
    if (ends || state === 'running') told = words;
  }

  /** The experiments before and behind this one. */
  function neighbours({ language, messages, link }: PageContext): HTMLElement {
    const at = headings.findIndex(({ id }) => id === experiment.id);
    const way = (index: number, word: string, name: string): HTMLElement | undefined => {
      const heading = headings[index];
      if (heading === undefined) return undefined;
      return element('a', { href: link(heading.id), class: name }, [
        element('span', { class: 'way' }, [word]),
        text(heading.title, language),
      ]);
    };
    return element('nav', { class: 'neighbours', 'aria-label': messages.neighbours }, [
      way(at - 1, messages.previous, 'previous'),
      way(at + 1, messages.next, 'next'),
    ]);
  }

  update();
  const title = (): string => text(experiment.title, context.language);
  return {
    title: title(),
    element: shown.content,
    speak(next) {
      context = next;
      shown.pictures.dispose();
      shown = build();
      update();
      return { title: title(), element: shown.content };
    },
    leave() {
      clearTimeout(timer);
      cancelAnimationFrame(drawing);
      unwatch();
      session.dispose();
      shown.pictures.dispose();
    },
  };
}
