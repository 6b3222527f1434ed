/** One number that was found out, as a line of a table and an object of the JSON output. */
export interface Finding {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** The quartiles of the rounds, in the same unit. */
  readonly quartiles?: readonly [low: number, high: number];
  /** The same divided by what it is compared with, in the rounds of the same run. */
  readonly ratio?: { readonly to: string; readonly value: number };
  readonly target?: Target;
}

/** What the value, or the ratio if there is one, should be at most or at least. */
export interface Target {
  readonly bound: 'at most' | 'at least';
  readonly value: number;
}

/** A measurement with its findings. */
export interface Section {
  readonly title: string;
  readonly findings: readonly Finding[];
}

/** Whether the target was met; undefined where there is none. */
export function isMet({ value, ratio, target }: Finding): boolean | undefined {
  if (target === undefined) return undefined;
  const reached = ratio?.value ?? value;
  return target.bound === 'at most' ? reached <= target.value : reached >= target.value;
}

/** The findings as text, columns aligned. */
export function table({ title, findings }: Section): string {
  const rows = findings.map((finding) => [
    finding.what,
    `${format(finding.value)} ${finding.unit}`,
    finding.quartiles === undefined ? '' : `(${finding.quartiles.map(format).join(' – ')})`,
    finding.ratio === undefined ? '' : `${percent(finding.ratio.value)} of ${finding.ratio.to}`,
    verdict(finding),
  ]);
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => (row[column] as string).length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column === 1 ? cell.padStart(widths[1] as number) : cell.padEnd(widths[column] as number)))
      .join('  ')
      .trimEnd(),
  );
  return [title, ...lines.map((line) => `  ${line}`)].join('\n');
}

function verdict(finding: Finding): string {
  const { target, ratio } = finding;
  if (target === undefined) return '';
  const wanted = ratio === undefined ? `${format(target.value)} ${finding.unit}` : percent(target.value);
  return `${isMet(finding) ? '✔' : '✖'} ${target.bound} ${wanted}`;
}

/** Three significant digits; whole numbers as they are. */
function format(value: number): string {
  return Number.isInteger(value) || Math.abs(value) >= 1000 ? value.toFixed(0) : value.toPrecision(3);
}

function percent(value: number): string {
  return `${(100 * value).toFixed(0)} %`;
}
