import { codeOf, hiddenUnits, type Recipe } from 'experiments/recipe';
import { createFigure, type Figure, formatNumber, formatShare } from '../charts/index.ts';
import { createControls } from '../experiment/controls.ts';
import { en } from '../messages/playground/en.ts';
import { ko } from '../messages/playground/ko.ts';
import type { PageContext, ShownPage } from '../page/context.ts';
import { element } from '../page/element.ts';
import type { PlaygroundFrame, Scene } from './engine/messages.ts';
import { createLayerEditor } from './layer-editor.ts';
import { createNetworkPicture } from './network-picture.ts';
import './playground.css';
import { createPlaygroundClient } from './playground-client.ts';
import { createPrescriptions } from './prescriptions.ts';
import { createProgram } from './program.ts';
import { sentenceOf } from './reading.ts';
import { firstRecipe, parametersOf, recipeOf } from './recipe-address.ts';
import { controlGroups } from './recipe-controls.ts';
import { createRunButtons } from './run-buttons.ts';
import { boundaryOf, lossesOf } from './views.ts';

/** Milliseconds without a change before a run starts anew: a slider on its way is not a wish. */
const patience = 200;

/** A network of one's own making, trained while one watches. */
export function showPlayground(start: PageContext): ShownPage {
  let context = start;
  let recipe = recipeOf(start.parameters);
  let scene: Scene | undefined;
  let frame: PlaygroundFrame | undefined;
  let error: string | undefined;
  let isPlaying = false;
  let stepsPerFrame = Number(start.parameters.get('speed') ?? 10);
  if (![0, 1, 10, 100].includes(stepsPerFrame)) stepsPerFrame = 10;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let told = '';

  const client = createPlaygroundClient({
    scene(next) {
      scene = next;
      frame = undefined;
    },
    frame(next) {
      frame = next;
      if (next.state === 'done') isPlaying = false;
      update();
    },
    error(message) {
      error = message;
      isPlaying = false;
      update();
    },
  });

  function restart(): void {
    error = undefined;
    told = '';
    client.start(recipe, { paused: !isPlaying, stepsPerFrame });
    update();
  }

  function keep(): void {
    const parameters = parametersOf(recipe);
    if (stepsPerFrame !== 10) parameters.set('speed', String(stepsPerFrame));
    context.keep(parameters);
  }

  function change(part: Partial<Recipe>): void {
    recipe = { ...recipe, ...part };
    shown.set(recipe);
    clearTimeout(timer);
    timer = setTimeout(() => {
      keep();
      restart();
    }, patience);
  }

  function play(isWished: boolean): void {
    isPlaying = isWished;
    if (isWished && (frame?.state === 'done' || error !== undefined)) restart();
    else if (isWished) client.resume();
    else client.pause();
    update();
  }

  function step(steps: number): void {
    if (isPlaying) play(false);
    client.step(steps);
  }

  let shown = build();

  function build() {
    const { language, messages, hidden } = context;
    const own = { en, ko }[language];
    const part = (name: string, content: HTMLElement): HTMLElement | undefined =>
      hidden.has(name) ? undefined : content;
    const buttons = createRunButtons(messages, own, {
      play: () => play(!isPlaying),
      step: () => step(1),
      epoch: () => step(Math.max(1, Math.ceil(recipe.samples / recipe.batchSize))),
      reset: restart,
      speed(value) {
        stepsPerFrame = value;
        client.setSpeed(value);
        keep();
      },
    });
    const layers = createLayerEditor(own, (hiddenLayers) => change({ hidden: hiddenLayers }));
    const groups = controlGroups.map(({ id, controls }) => {
      const inputs = createControls(controls, {
        language,
        hidden,
        changed: (config) => change(config as Partial<Recipe>),
      });
      const hint = id === 'faults' ? element('p', { class: 'hint' }, [own.groupHints.faults]) : undefined;
      const isOpen = id === 'data' || id === 'network' ? matchMedia('(min-width: 60rem)').matches : false;
      const content = element('details', { class: 'settings', id: `group-${id}`, open: isOpen }, [
        element('summary', {}, [own.groups[id]]),
        hint,
        id === 'network' ? layers.element : undefined,
        inputs.element,
      ]);
      return { id, inputs, content };
    });
    const defaults = element('button', { type: 'button', class: 'quiet', id: 'defaults' }, [messages.resetSettings], {
      click: () => change(firstRecipe),
    });
    const sentence = element('p', { class: 'sentence' });
    const numbers = element('dl', { class: 'numbers', 'aria-label': own.numbers });
    const boundary: Figure = createFigure(language);
    const losses: Figure = createFigure(language);
    const network = createNetworkPicture(own);
    const planeHint = element('p', { class: 'hint' }, [own.planeHint]);
    const doctor = createPrescriptions(language, messages, own, (better) => {
      const { hidden: layersOf, ...rest } = better;
      change({ hidden: layersOf, ...rest });
      isPlaying = true;
    });
    const program = createProgram(messages, () => codeOf(recipe), context.announce);

    const content = element('article', { class: 'experiment playground' }, [
      element('header', { class: 'question' }, [
        element('h1', { tabindex: -1 }, [own.title]),
        element('p', {}, [own.question]),
      ]),
      element('div', { class: 'bench' }, [
        element('div', { class: 'panel' }, [
          buttons.element,
          ...groups.map((group) => part(group.id, group.content)),
          part('settings', defaults),
        ]),
        element('div', { class: 'playground-stage' }, [
          element('section', { class: 'reading', 'aria-label': messages.seen }, [sentence, numbers]),
          element('div', { class: 'playground-pictures' }, [
            element('div', { class: 'playground-side' }, [
              element('div', { class: 'picture', 'data-picture': 'boundary' }, [boundary.element, planeHint]),
              element('div', { class: 'picture', 'data-picture': 'losses' }, [losses.element]),
            ]),
            element('div', { class: 'playground-side' }, [
              element('section', { class: 'picture', 'data-picture': 'network', 'aria-labelledby': 'network-title' }, [
                element('h2', { id: 'network-title' }, [own.network]),
                network.element,
                element('p', { class: 'hint' }, [own.networkHint]),
              ]),
              part('doctor', doctor.element),
            ]),
          ]),
          part('takeaway', program.element),
        ]),
      ]),
    ]);

    const row = (name: string, value: string): HTMLElement =>
      element('div', {}, [element('dt', {}, [name]), element('dd', {}, [value])]);
    const set = (given: Recipe): void => {
      for (const { inputs } of groups) inputs.set({ ...given });
      layers.set(hiddenUnits(given));
      buttons.setSpeed(stepsPerFrame);
      program.update();
    };
    set(recipe);

    return {
      content,
      title: own.title,
      set,
      update() {
        buttons.update(isPlaying);
        sentence.classList.toggle('failed', error !== undefined);
        if (error !== undefined) sentence.textContent = `${messages.failed}: ${error}`;
        if (scene === undefined || frame === undefined) {
          if (error === undefined) sentence.textContent = own.preparing;
          return;
        }
        if (error === undefined) sentence.textContent = sentenceOf(frame, scene.classes, own);
        planeHint.hidden = scene.axes === 'features';
        numbers.replaceChildren(
          row(own.epoch, formatNumber(frame.epoch)),
          row(own.step, formatNumber(frame.step)),
          row(own.rate, formatNumber(Math.round(frame.rate))),
          row(`${own.loss}, ${own.train}`, formatNumber(frame.trainLoss)),
          row(`${own.loss}, ${own.test}`, formatNumber(frame.testLoss)),
          row(`${own.accuracy}, ${own.train}`, formatShare(frame.trainAccuracy)),
          row(`${own.accuracy}, ${own.test}`, formatShare(frame.testAccuracy)),
        );
        boundary.update(boundaryOf(scene, frame, own));
        losses.update(lossesOf(frame, own));
        network.update(scene, frame);
        doctor.update(frame.findings, recipe, frame.step > 0);
      },
      /** What is told to those who cannot see, when it rests. */
      spoken: () => sentence.textContent ?? '',
      dispose() {
        for (const each of [boundary, losses, network]) each.dispose();
      },
    };
  }

  function update(): void {
    shown.update();
    const rests = error !== undefined || (frame !== undefined && frame.state !== 'running' && frame.step > 0);
    const words = rests ? shown.spoken() : '';
    if (rests && words !== told) context.announce(words);
    told = words;
  }

  restart();
  return {
    title: shown.title,
    element: shown.content,
    speak(next) {
      context = next;
      shown.dispose();
      shown = build();
      update();
      return { title: shown.title, element: shown.content };
    },
    leave() {
      clearTimeout(timer);
      client.dispose();
      shown.dispose();
    },
  };
}
