import type { DigitsResult } from '../experiment/train-digits.ts';
import { confusionMatrixTable } from './confusion-matrix.ts';
import { digitsGallery } from './digits-gallery.ts';
import { html, type Markup } from './html.ts';
import { learningCurves } from './learning-curves.ts';
import { style } from './style.ts';

/** The whole report as one HTML file that needs nothing else, and says so to the browser. */
export function reportPage(result: DigitsResult): string {
  const { model, history, evaluation, classNames, confusion, mistakes, settings, source } = result;
  const { epochs, logs } = history;
  const valLoss = logs['valLoss'] ?? [];
  const best = epochs[valLoss.indexOf(history.best('valLoss'))] ?? 0;
  const curves = (title: string, name: string, validation: string): Markup =>
    learningCurves({ title, epochs, training: logs[name] ?? [], validation: logs[validation] ?? [], best });

  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>First training run: handwritten digits</title>
<style>${{ markup: style }}</style>
</head>
<body>
<main>
<h1>First training run: handwritten digits</h1>
<p class="result">${percent(evaluation['accuracy'])} of the test images are recognised, with a loss of ${evaluation.loss.toFixed(3)}.</p>

<h2>Learning</h2>
<p>Dashed lines are measured in training, with dropout and while the weights change; solid lines in validation, after each epoch.</p>
<div class="charts">
${curves('Loss', 'loss', 'valLoss')}
${curves('Accuracy', 'accuracy', 'valAccuracy')}
</div>

<h2>Confusion</h2>
${confusionMatrixTable(confusion, classNames)}

<h2>Mistakes</h2>
${digitsGallery(mistakes)}

<h2>Settings</h2>
<p>The same settings give the same numbers again.</p>
<dl>${settings.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
<pre>${model.summary()}</pre>
</main>
<footer>Data: ${source.authors.join(', ')}, ${source.name}, ${source.year}, ${source.licence}, ${source.url}</footer>
</body>
</html>
`.markup;
}

const percent = (share: number | undefined): string => `${(100 * (share ?? Number.NaN)).toFixed(1)} %`;
