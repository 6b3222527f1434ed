import { createFigure, formatNumber, formatShare } from '../charts/index.ts';
import { en } from '../messages/digits/en.ts';
import { ko } from '../messages/digits/ko.ts';
import type { PageContext, ShownPage } from '../page/context.ts';
import { element } from '../page/element.ts';
import { createCellGrid } from './cell-grid.ts';
import './digits.css';
import { createDigitsClient } from './digits-client.ts';
import { exampleOf } from './drawing/examples.ts';
import { imageOf, pixels } from './drawing/rasterize.ts';
import { createDrawingPad } from './drawing-pad.ts';
import type { DigitAnswer, DigitProgress } from './engine/digit-network.ts';
import { accuracyOf, likeliest, nearestOf, probabilitiesOf, relevanceOf } from './views.ts';

const epochs = 60;
const unitChoices = [4, 8, 16, 32, 64, 128];
const defaults = { units: 64, seed: 1 };

/** A network learns digits, and classifies those that are drawn. */
export function showDigits(start: PageContext): ShownPage {
  let context = start;
  const settings = settingsOf(start.parameters);
  let course: DigitProgress[] = [];
  let isDone = false;
  let time = 0;
  let answer: DigitAnswer | undefined;
  let error: string | undefined;
  let image: Float32Array = new Float32Array(pixels * pixels);
  let toTell: ReturnType<typeof setTimeout> | undefined;

  const client = createDigitsClient((notice) => {
    if (notice.type === 'progress') {
      course = notice.progress.epoch === 0 ? [notice.progress] : [...course, notice.progress];
      [isDone, time] = [notice.isDone, notice.time];
      if (isDone) context.announce(shown.trainingWords());
    } else if (notice.type === 'answer') answer = notice.answer;
    else error = notice.message;
    update();
  });

  function train(): void {
    [error, course, isDone] = [undefined, [], false];
    client.train({ ...settings }, epochs);
    const parameters = new Map<string, string>();
    for (const key of ['units', 'seed'] as const) {
      if (settings[key] !== defaults[key]) parameters.set(key, String(settings[key]));
    }
    context.keep(parameters);
    update();
  }

  function see(next: Float32Array): void {
    image = next;
    client.ask(image);
    // Told when the hand rests, not at each movement.
    clearTimeout(toTell);
    toTell = setTimeout(() => context.announce(shown.answerWords()), 700);
    update();
  }

  let shown = build([]);

  function build(strokes: Parameters<typeof imageOf>[0]) {
    const { language, messages, hidden } = context;
    const own = { en, ko }[language];
    const pad = createDrawingPad(own.padName, () => {
      const drawn = imageOf(pad.strokes);
      grid.set(drawn);
      see(drawn);
    });
    const grid = createCellGrid(own, see);
    const draw = (given: typeof strokes): void => {
      pad.set(given);
      const drawn = imageOf(given);
      grid.set(drawn);
      see(drawn);
    };
    pad.set(strokes);
    grid.set(image);

    const button = (id: string, word: string, click: () => void): HTMLElement =>
      element('button', { type: 'button', id }, [word], { click });
    const examples = Array.from({ length: 10 }, (_, digit) =>
      element(
        'button',
        { type: 'button', class: 'square', 'aria-label': `${own.examples} ${digit}`, 'data-example': digit },
        [String(digit)],
        { click: () => draw(exampleOf(digit)) },
      ),
    );
    const sentence = element('p', { class: 'sentence' });
    const trainingSentence = element('p', { class: 'training-sentence' });
    const bar = element('progress', { max: epochs, value: 0, 'aria-label': messages.progress });
    const [bars, nearest, relevance, accuracy] = [0, 1, 2, 3].map(() => createFigure(language));
    const evidence = element('div', { class: 'digit-evidence' }, [
      element('div', { class: 'picture' }, [nearest.element]),
      element('div', { class: 'picture' }, [relevance.element]),
    ]);
    const units = element(
      'select',
      { id: 'units' },
      unitChoices.map((count) => element('option', { value: count }, [String(count)])),
      { change: () => void Object.assign(settings, { units: Number(units.value) }) },
    );
    units.value = String(settings.units);
    const seed = element('input', { id: 'seed', type: 'number', min: 1, max: 999, value: settings.seed }, [], {
      change: () => {
        Object.assign(settings, { seed: wholeIn(seed.value, 1, 999) ?? settings.seed });
        seed.value = String(settings.seed);
      },
    });
    const control = (input: HTMLElement, word: string): HTMLElement =>
      element('div', { class: 'control' }, [element('label', { for: input.id }, [word]), input]);

    const content = element('article', { class: 'experiment digits' }, [
      element('header', { class: 'question' }, [
        element('h1', { tabindex: -1 }, [own.title]),
        element('p', {}, [own.question]),
      ]),
      element('div', { class: 'digit-desk' }, [
        element('section', { class: 'picture', 'aria-labelledby': 'drawing-title' }, [
          element('h2', { id: 'drawing-title' }, [own.drawing]),
          pad.element,
          element('div', { class: 'buttons' }, [
            button('clear', own.clear, () => draw([])),
            button('undo', own.undo, () => draw(pad.strokes.slice(0, -1))),
          ]),
          element('p', { class: 'hint' }, [own.drawingHint]),
          element('div', { class: 'digit-examples', role: 'group', 'aria-label': own.examples }, examples),
        ]),
        element('section', { class: 'picture', 'aria-labelledby': 'grid-title' }, [
          element('h2', { id: 'grid-title' }, [own.grid]),
          grid.element,
          element('p', { class: 'hint' }, [own.gridExplanation]),
          element('p', { class: 'hint' }, [own.gridHint]),
        ]),
        element('div', { class: 'digit-answer' }, [
          element('section', { class: 'reading', 'aria-label': messages.seen }, [sentence]),
          element('div', { class: 'picture' }, [bars.element]),
        ]),
      ]),
      evidence,
      element('section', { class: 'picture digit-training', 'aria-labelledby': 'training-title' }, [
        element('div', {}, [
          element('h2', { id: 'training-title' }, [own.training]),
          trainingSentence,
          bar,
          hidden.has('settings')
            ? undefined
            : element('div', { class: 'digit-settings' }, [
                control(units, own.settings.units),
                control(seed, own.settings.seed),
                button('train', own.trainAgain, train),
              ]),
        ]),
        accuracy.element,
      ]),
    ]);

    const answerWords = (): string => {
      if (error !== undefined) return `${messages.failed}: ${error}`;
      if (answer === undefined || image.every((ink) => ink === 0)) return own.nothingDrawn;
      const { probabilities } = answer;
      const first = likeliest(probabilities);
      const second = likeliest(probabilities.map((share, digit) => (digit === first ? -1 : share)));
      const [share, other] = [formatShare(probabilities[first]), formatShare(probabilities[second])];
      return probabilities[first] >= 0.8 ? own.isSure(first, share) : own.isUnsure(first, share, second, other);
    };
    const trainingWords = (): string => {
      const last = course.at(-1);
      if (last === undefined) return own.preparing;
      const share = formatShare(last.accuracy);
      return isDone
        ? own.trained(formatNumber(last.epoch), formatNumber(time / 1000, 2), share)
        : own.trainingNow(formatNumber(last.epoch), formatNumber(epochs), share);
    };
    return {
      content,
      title: own.title,
      strokes: () => pad.strokes,
      answerWords,
      trainingWords,
      update() {
        sentence.textContent = answerWords();
        trainingSentence.textContent = trainingWords();
        bar.value = course.at(-1)?.epoch ?? 0;
        const isDrawn = answer !== undefined && image.some((ink) => ink > 0);
        bars.update(probabilitiesOf(isDrawn ? answer : undefined, own));
        evidence.hidden = !isDrawn;
        if (isDrawn && answer !== undefined) {
          nearest.update(nearestOf(answer, own));
          relevance.update(relevanceOf(answer, own));
        }
        accuracy.update(accuracyOf(course, own));
      },
      dispose() {
        pad.dispose();
        for (const figure of [bars, nearest, relevance, accuracy]) figure.dispose();
      },
    };
  }

  const update = (): void => shown.update();
  train();
  return {
    title: shown.title,
    element: shown.content,
    speak(next) {
      context = next;
      const strokes = shown.strokes();
      shown.dispose();
      shown = build(strokes);
      update();
      return { title: shown.title, element: shown.content };
    },
    leave() {
      clearTimeout(toTell);
      client.dispose();
      shown.dispose();
    },
  };
}

/** What an address says of the network. */
function settingsOf(parameters: ReadonlyMap<string, string>): { units: number; seed: number } {
  const units = Number(parameters.get('units'));
  return {
    units: unitChoices.includes(units) ? units : defaults.units,
    seed: wholeIn(parameters.get('seed') ?? '', 1, 999) ?? defaults.seed,
  };
}

function wholeIn(words: string, least: number, most: number): number | undefined {
  const value = Number(words);
  return words.trim() !== '' && Number.isInteger(value) && value >= least && value <= most ? value : undefined;
}
