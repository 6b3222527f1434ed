import type { Finding, FindingName, Severity } from '../finding.ts';

/**
 * What a finding brings about: whoever cures it is rid of these, too. Only findings that were made count; where one has several
 * causes the first row that names it tells. Rows never lead in a circle.
 */
const consequences: readonly (readonly [FindingName, readonly FindingName[]])[] = [
  ['not-finite', ['plateau', 'underfitting', 'learning-rate-too-low', 'overfitting', 'batch-not-learned']],
  [
    'symmetric-initialization',
    [
      'vanishing-gradient',
      'dying-relu',
      'initialization-too-small',
      'plateau',
      'underfitting',
      'learning-rate-too-low',
      'batch-not-learned',
    ],
  ],
  [
    'wrong-gradient',
    ['vanishing-gradient', 'dying-relu', 'plateau', 'underfitting', 'learning-rate-too-low', 'batch-not-learned'],
  ],
  [
    'dominating-regularization',
    [
      'vanishing-gradient',
      'dying-relu',
      'internal-covariate-shift',
      'learning-rate-too-high',
      'learning-rate-too-low',
      'unexpected-initial-loss',
      'overfitting',
      'plateau',
      'underfitting',
    ],
  ],
  [
    'inputs-not-standardized',
    [
      'saturation',
      'dying-relu',
      'exploding-gradient',
      'learning-rate-too-high',
      'learning-rate-too-low',
      'unexpected-initial-loss',
      'selu-conditions',
      'not-finite',
      'plateau',
      'underfitting',
      'batch-not-learned',
    ],
  ],
  [
    'initialization-too-large',
    [
      'saturation',
      'vanishing-gradient',
      'exploding-gradient',
      'dying-relu',
      'learning-rate-too-high',
      'internal-covariate-shift',
      'unexpected-initial-loss',
      'not-finite',
      'plateau',
      'underfitting',
      'learning-rate-too-low',
    ],
  ],
  [
    'initialization-too-small',
    [
      'vanishing-gradient',
      'plateau',
      'underfitting',
      'learning-rate-too-low',
      'internal-covariate-shift',
      'batch-not-learned',
    ],
  ],
  [
    'learning-rate-too-high',
    [
      'exploding-gradient',
      'saturation',
      'dying-relu',
      'vanishing-gradient',
      'internal-covariate-shift',
      'not-finite',
      'overfitting',
      'learning-rate-too-low',
      'plateau',
      'underfitting',
    ],
  ],
  [
    'loss-and-output-differ',
    [
      'unexpected-initial-loss',
      'vanishing-gradient',
      'dying-relu',
      'learning-rate-too-low',
      'plateau',
      'underfitting',
      'batch-not-learned',
    ],
  ],
  ['selu-conditions', ['unexpected-initial-loss']],
  ['dropout-before-batch-normalization', ['underfitting', 'overfitting']],
  ['unexpected-initial-loss', ['learning-rate-too-low', 'plateau', 'underfitting', 'batch-not-learned']],
  ['exploding-gradient', ['saturation', 'dying-relu', 'not-finite', 'plateau', 'underfitting']],
  ['saturation', ['vanishing-gradient', 'learning-rate-too-low', 'plateau', 'underfitting', 'batch-not-learned']],
  ['dying-relu', ['vanishing-gradient', 'learning-rate-too-low', 'plateau', 'underfitting', 'batch-not-learned']],
  [
    'vanishing-gradient',
    ['plateau', 'underfitting', 'learning-rate-too-low', 'internal-covariate-shift', 'batch-not-learned'],
  ],
  ['learning-rate-too-low', ['plateau', 'underfitting', 'batch-not-learned']],
  ['noisy-gradients', ['plateau', 'underfitting', 'internal-covariate-shift', 'exploding-gradient']],
  ['covariate-shift', ['overfitting']],
  ['useless-regularization', ['overfitting']],
  ['plateau', ['underfitting', 'internal-covariate-shift']],
  ['class-imbalance', ['plateau']],
];

const weights: Record<Severity, number> = { problem: 0, warning: 1, note: 2 };

/**
 * Puts findings into the order in which to act: causes before what they bring about, problems before warnings and notes.
 *
 * A finding that another one explains is told so (`because`), and stands right behind what it comes from.
 */
export function rank(findings: readonly Finding[]): readonly Finding[] {
  const explained = findings.map((finding) => ({ ...finding, because: finding.because ?? causeOf(finding, findings) }));
  const roots = explained
    .filter(({ because }) => because === undefined)
    .map((finding, i, all) => ({
      finding,
      i,
      // A name may come with several causes: what comes from it stands behind the first.
      consequences: all.slice(0, i).some(({ name }) => name === finding.name)
        ? []
        : explained.filter(({ because }) => because === finding.name),
    }));
  const weightOf = ({ finding, consequences: others }: (typeof roots)[number]): number =>
    Math.min(weights[finding.severity], ...others.map(({ severity }) => weights[severity]));
  return roots
    .sort(
      (one, other) =>
        weightOf(one) - weightOf(other) || depthOf(one.finding) - depthOf(other.finding) || one.i - other.i,
    )
    .flatMap(({ finding, consequences: others }) => [
      strip(finding),
      ...[...others].sort((one, other) => weights[one.severity] - weights[other.severity]),
    ]);
}

/** The deepest finding that explains one: of what explains it, that which nothing explains. */
function causeOf(finding: Finding, findings: readonly Finding[]): FindingName | undefined {
  let { name } = finding;
  const seen = new Set<FindingName>([name]);
  for (;;) {
    const cause = directCauseOf(name, findings);
    if (cause === undefined || seen.has(cause)) break;
    seen.add(cause);
    name = cause;
  }
  return name === finding.name ? undefined : name;
}

function directCauseOf(name: FindingName, findings: readonly Finding[]): FindingName | undefined {
  const finding = findings.find((each) => each.name === name);
  if (finding !== undefined && isOfSlope(finding)) return undefined;
  const cause = consequences.find(
    ([each, names]) =>
      names.includes(name) && findings.some((other) => other.name === each) && !isOfItsOwn(finding, each),
  )?.[0];
  return cause ?? (name === 'saturation' && findings.some(isOfSlope) ? 'vanishing-gradient' : undefined);
}

/** Whether a finding knows a reason that another one does not explain. */
function isOfItsOwn(finding: Finding | undefined, cause: FindingName): boolean {
  if (finding === undefined) return false;
  // NaN in the data needs no long steps.
  if (finding.name === 'not-finite') return finding.cause === 'input' || finding.cause === 'target';
  const isOfUnits = finding.name === 'saturation' || finding.name === 'dying-relu';
  return isOfUnits && cause === 'learning-rate-too-high' && finding.cause !== 'learning-rate';
}

/**
 * Whether a gradient vanishes since the activation is gentle: a reason of its own, which remains when weights are drawn otherwise,
 * and goes together with saturation.
 */
function isOfSlope({ name, cause }: Finding): boolean {
  return name === 'vanishing-gradient' && cause?.startsWith('slope') === true;
}

/** How early in the table: the deeper the cause, the earlier. */
function depthOf(finding: Finding): number {
  if (isOfSlope(finding)) return 0;
  const row = consequences.findIndex(([cause]) => cause === finding.name);
  return row < 0 ? consequences.length : row;
}

function strip({ because: _, ...finding }: Finding): Finding {
  return finding;
}
