import type { Finding } from '../finding.ts';
import type { Language } from '../language.ts';
import type { TextOptions } from '../text/to-text.ts';
import { lossPicture, rangePicture, signalPicture, updatePicture } from './curves.ts';
import { findingCards } from './findings.ts';
import { activationPicture, gradientPicture, unitsPicture } from './layers.ts';
import type { PageData, PageEstimate } from './page-data.ts';
import { type PageTexts, pageTextsOf } from './page-texts.ts';
import { figureOf, type Picture } from './picture.ts';
import { style } from './style.ts';
import { escaped } from './svg.ts';
import { type Write, writerOf } from './write.ts';

/**
 * A report as one HTML page, with all that it needs: no script, no request, light and dark, for screens of any width, paper and
 * screen readers.
 *
 * It shows the findings with evidence, reason and remedies; and where there is a record: the loss with the gap to
 * validation, gradients by layer and step, what comes out of layers at the first look and at the last, how much a step changes of
 * the weights, dead and saturated units; the range test; and what training takes. Each picture has a sentence that says what it
 * shows, and its numbers as a table.
 *
 * @param source findings, or what holds some: a report of `diagnose`, `{ findings, record }` of a doctor
 * @param options `language`: `en` or `ko`; default that of the report, or `en`
 * @returns the text of an HTML document, to be saved as a file or shown in a frame
 * @example
 * ```ts
 * import { toHtml } from '@gradkit/diagnostics/report';
 * console.log(toHtml([], { language: 'ko' }).includes('문제를 찾지 못했습니다')); // true
 * ```
 */
export function toHtml(source: readonly Finding[] | PageData, options: TextOptions = {}): string {
  const data: PageData = 'findings' in source ? source : { findings: source };
  const language: Language = options.language ?? data.language ?? 'en';
  const texts = pageTextsOf(language);
  const write = writerOf(language);
  const pictures = picturesOf(data, texts, write);
  const section = (title: string, content: string): string =>
    content === '' ? '' : `<section><h2>${escaped(title)}</h2>${content}</section>`;
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escaped(texts.title)}</title><style>${style}</style></head><body><main>`,
    `<h1>${escaped(texts.title)}</h1>`,
    factsOf(data, texts, write),
    section(texts.findings, findingCards(data.findings, language, texts)),
    section(
      texts.howItWent,
      pictures.length === 0
        ? ''
        : `<div class="pictures">${pictures.map((each) => figureOf(each, texts.numbers)).join('')}</div>`,
    ),
    section(texts.cost, data.estimate === undefined ? '' : costOf(data.estimate, texts, write)),
    '</main></body></html>',
  ].join('');
}

function picturesOf({ record, rangeTest }: PageData, texts: PageTexts, write: Write): readonly Picture[] {
  const used = record?.steps[0]?.learningRate;
  const drawn = [
    ...(record === undefined
      ? []
      : [lossPicture, gradientPicture, updatePicture, signalPicture, unitsPicture].map((draw) =>
          draw(record, texts, write),
        )),
    rangeTest && rangePicture(rangeTest, used, texts, write),
    record && activationPicture(record, texts, write),
  ];
  return drawn.filter((picture) => picture !== undefined);
}

function factsOf({ record }: PageData, texts: PageTexts, write: Write): string {
  if (record === undefined) return '';
  const { optimizer = '–', losses, data } = record;
  const samples = data.samples === undefined ? undefined : write.count(data.samples);
  const facts = texts.facts(optimizer, write.count(losses.length), samples, write.count(data.batchSize));
  return `<p class="facts">${escaped(facts)}</p>`;
}

function costOf({ parameters, operations, memory, time }: PageEstimate, texts: PageTexts, write: Write): string {
  const { count, bytes, seconds } = write;
  const epoch = time.secondsPerEpoch === undefined ? undefined : seconds(time.secondsPerEpoch);
  const rows: readonly (readonly [string, string])[] = [
    [texts.parameters, texts.parametersValue(count(parameters.trained), count(parameters.fixed))],
    [
      texts.operations,
      texts.operationsValue(count(operations.forward.multiplyAdds), count(operations.backward.multiplyAdds)),
    ],
    [
      texts.memory,
      texts.memoryValue(
        bytes(memory.weights),
        bytes(memory.optimizer),
        bytes(memory.program),
        bytes(memory.activations),
      ),
    ],
    [texts.time, texts.timeValue(seconds(time.secondsPerStep), epoch, time.from === 'steps')],
  ];
  return `<dl>${rows.map(([term, value]) => `<dt>${escaped(term)}</dt><dd>${escaped(value)}</dd>`).join('')}</dl>`;
}
