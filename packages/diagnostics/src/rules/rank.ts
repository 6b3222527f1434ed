import type { Finding, FindingName, Severity } from '../finding.ts';

/** What one finding brings about. */
interface Consequences {
  readonly cause: FindingName;
  /** Whether training stalls, with all that goes with it. */
  readonly stalls: boolean;
  readonly brings: readonly FindingName[];
}

/** What is found where training stalls, for whatever reason. */
const stalling: readonly FindingName[] = ['learning-rate-too-low', 'plateau', 'underfitting', 'batch-not-learned'];

/**
 * What findings bring about: whoever cures the cause is rid of these, too. Only findings that were made count; where one has
 * several causes the first row that names it tells. Rows never lead in a circle.
 */
const consequences: readonly Consequences[] = [
  { cause: 'not-finite', stalls: true, brings: ['overfitting'] },
  {
    cause: 'symmetric-initialization',
    stalls: true,
    // Where all weights are 0 a rectifier stands at its kink, and difference quotients mean nothing.
    brings: ['wrong-gradient', 'vanishing-gradient', 'dying-relu', 'initialization-too-small'],
  },
  { cause: 'wrong-gradient', stalls: true, brings: ['vanishing-gradient', 'dying-relu'] },
  {
    cause: 'dominating-regularization',
    stalls: true,
    brings: [
      'vanishing-gradient',
      'dying-relu',
      'internal-covariate-shift',
      'learning-rate-too-high',
      'unexpected-initial-loss',
      'overfitting',
    ],
  },
  {
    cause: 'inputs-not-standardized',
    stalls: true,
    brings: [
      'saturation',
      'dying-relu',
      'exploding-gradient',
      'learning-rate-too-high',
      'unexpected-initial-loss',
      'selu-conditions',
      'not-finite',
    ],
  },
  { cause: 'selu-conditions', stalls: true, brings: ['unexpected-initial-loss', 'internal-covariate-shift'] },
  {
    cause: 'initialization-too-large',
    stalls: true,
    brings: [
      'saturation',
      'vanishing-gradient',
      'exploding-gradient',
      'dying-relu',
      'learning-rate-too-high',
      'internal-covariate-shift',
      'unexpected-initial-loss',
      'not-finite',
      'overfitting',
    ],
  },
  {
    cause: 'initialization-too-small',
    stalls: true,
    brings: ['vanishing-gradient', 'dying-relu', 'internal-covariate-shift'],
  },
  {
    cause: 'noisy-gradients',
    stalls: true,
    brings: ['learning-rate-too-high', 'internal-covariate-shift', 'exploding-gradient'],
  },
  {
    cause: 'learning-rate-too-high',
    stalls: true,
    brings: [
      'exploding-gradient',
      'saturation',
      'dying-relu',
      'vanishing-gradient',
      'internal-covariate-shift',
      'not-finite',
      'overfitting',
    ],
  },
  {
    cause: 'loss-and-output-differ',
    stalls: true,
    brings: ['unexpected-initial-loss', 'vanishing-gradient', 'dying-relu'],
  },
  { cause: 'dropout-before-batch-normalization', stalls: true, brings: ['overfitting'] },
  { cause: 'unexpected-initial-loss', stalls: true, brings: [] },
  { cause: 'exploding-gradient', stalls: true, brings: ['saturation', 'dying-relu', 'not-finite'] },
  { cause: 'saturation', stalls: true, brings: ['vanishing-gradient'] },
  { cause: 'dying-relu', stalls: true, brings: ['vanishing-gradient'] },
  { cause: 'vanishing-gradient', stalls: true, brings: ['internal-covariate-shift'] },
  { cause: 'class-imbalance', stalls: true, brings: [] },
  { cause: 'learning-rate-too-low', stalls: true, brings: [] },
  { cause: 'internal-covariate-shift', stalls: true, brings: [] },
  { cause: 'covariate-shift', stalls: false, brings: ['overfitting'] },
  { cause: 'useless-regularization', stalls: false, brings: ['overfitting'] },
  { cause: 'plateau', stalls: false, brings: ['underfitting', 'batch-not-learned'] },
  { cause: 'underfitting', stalls: false, brings: ['batch-not-learned'] },
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
    ({ cause: each, stalls, brings }) =>
      each !== name &&
      (brings.includes(name) || (stalls && stalling.includes(name))) &&
      findings.some((other) => other.name === each) &&
      !isOfItsOwn(finding, each),
  )?.cause;
  return cause ?? (name === 'saturation' && findings.some(isOfSlope) ? 'vanishing-gradient' : undefined);
}

/** Whether a finding knows a reason that another one does not explain. */
function isOfItsOwn(finding: Finding | undefined, cause: FindingName): boolean {
  if (finding === undefined) return false;
  // NaN in the data needs no long steps.
  if (finding.name === 'not-finite') return finding.cause === 'input' || finding.cause === 'target';
  // A loss that grows for good is no matter of chance.
  if (finding.name === 'learning-rate-too-high' && cause === 'noisy-gradients') return finding.cause === 'divergence';
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
  const row = consequences.findIndex(({ cause }) => cause === finding.name);
  return row < 0 ? consequences.length : row;
}

function strip({ because: _, ...finding }: Finding): Finding {
  return finding;
}
