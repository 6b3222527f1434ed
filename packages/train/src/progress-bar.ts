import { checkOptions } from '@gradkit/core';
import type { Callback, Logs, TrainingContext } from './callback.ts';

/** Options of {@link progressBar}. */
export interface ProgressBarOptions {
  /** Where text goes; default the standard output, or nowhere on platforms that have none. */
  readonly write?: ((text: string) => void) | undefined;
  /** Whether a line can be rewritten; default: whether the standard output is a terminal, and false with `write`. */
  readonly terminal?: boolean | undefined;
  /** Width of a rewritten line in characters; default that of the terminal, or 80. */
  readonly columns?: number | undefined;
}

interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** A rewritten line changes at most this often, in milliseconds: reading the loss waits for the computation. */
const interval = 100;

const barWidth = 20;

/**
 * Shows how training goes: in a terminal a line that lives through each epoch, elsewhere one line when it ends.
 *
 * @throws ArgumentError for unknown options
 * @example
 * ```ts
 * import { dense, sequential } from '@gradkit/layers';
 * import { meanSquaredError } from '@gradkit/losses';
 * import { sgd } from '@gradkit/optimizers';
 * import { fit, progressBar } from '@gradkit/train';
 *
 * await fit(sequential([dense({ units: 1 })]), { x: [[0], [1]], y: [[1], [3]] }, {
 *   optimizer: sgd(), loss: meanSquaredError(), epochs: 2, callbacks: [progressBar({ write: (text) => console.log(text) })],
 * });
 * ```
 */
export function progressBar(options: ProgressBarOptions = {}): Callback {
  checkOptions('progressBar', options, ['write', 'terminal', 'columns']);
  const output = options.write === undefined ? standardOutput() : undefined;
  const write = options.write ?? ((text: string) => void output?.write(text));
  const live = options.terminal ?? output?.isTTY ?? false;

  let started = 0;
  let drawn = 0;
  let shown = 0;

  const rewrite = (line: string): void => {
    write(`\r${line.padEnd(shown)}`);
    shown = line.length;
  };
  const draw = (context: TrainingContext): void => {
    drawn = Date.now();
    // A terminal that does not tell its width says 0.
    const columns = (options.columns ?? output?.columns ?? 0) || 80;
    rewrite(liveLine(context, drawn - started).slice(0, columns - 1));
  };

  return {
    onTrainBegin() {
      // A run may go on in the middle of an epoch.
      started = Date.now();
    },
    onEpochBegin(context) {
      started = Date.now();
      shown = 0;
      if (live) draw(context);
    },
    onBatchEnd(context) {
      if (live && Date.now() - drawn >= interval) draw(context);
    },
    onEpochEnd(context) {
      const line = `${title(context)}  ${formatLogs(context.logs)}  ${formatDuration(Date.now() - started)}`;
      if (live) rewrite(line);
      write(live ? '\n' : `${line}\n`);
    },
  };
}

function standardOutput(): Output | undefined {
  return (globalThis as { readonly process?: { readonly stdout?: Output } }).process?.stdout;
}

function liveLine(context: TrainingContext, elapsed: number): string {
  const { step, steps, logs } = context;
  if (steps === undefined) return `${title(context)} ${step} steps  ${formatLogs(logs)}`.trimEnd();
  const left = step === 0 ? '' : `  ${formatDuration((elapsed / step) * (steps - step))} left`;
  return `${title(context)} ${bar(step / steps)} ${String(step).padStart(String(steps).length)}/${steps}${left}  ${formatLogs(logs)}`.trimEnd();
}

/** `Epoch  3/40` */
function title({ epoch, epochs }: TrainingContext): string {
  return `Epoch ${String(epoch + 1).padStart(String(epochs).length)}/${epochs}`;
}

/** `[======>             ]` */
function bar(share: number): string {
  const full = Math.round(share * barWidth);
  return `[${`${'='.repeat(full)}${full < barWidth ? '>' : ''}`.padEnd(barWidth)}]`;
}

function formatLogs(logs: Logs): string {
  return Object.entries(logs)
    .map(([name, value]) => `${name} ${formatNumber(value)}`)
    .join('  ');
}

/** Four digits: `0.0432`, `1.234e-7`. */
function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e6)) return value.toExponential(3);
  return size < 10 ? value.toFixed(4) : String(Number(value.toPrecision(5)));
}

/** `40 ms`, `1.5 s`, `12 s`, `3 min 20 s` */
function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
