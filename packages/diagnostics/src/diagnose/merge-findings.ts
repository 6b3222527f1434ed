import type { Finding, Severity } from '../finding.ts';
import { rank } from '../rules/rank.ts';

const order: readonly Severity[] = ['problem', 'warning', 'note'];

/**
 * Findings of rules and of checks as one list: what both found is told once, as the rule saw it, with what the check adds.
 *
 * Of one name, checks may find several causes; rules find one at most.
 */
export function mergeFindings(ofRules: readonly Finding[], ofChecks: readonly Finding[]): readonly Finding[] {
  const merged = ofRules.map((finding) =>
    ofChecks.filter(({ name }) => name === finding.name).reduce((sum, other) => joined(sum, other), finding),
  );
  const known = new Set(ofRules.map(({ name }) => name));
  // What rules found out about causes is found out again, with all findings.
  const all = [...merged, ...ofChecks.filter(({ name }) => !known.has(name))];
  return rank(all.map(({ because: _, ...finding }) => finding));
}

function joined(finding: Finding, other: Finding): Finding {
  const measures = new Set(finding.evidence.map(({ measure }) => measure));
  const remedies = new Set(finding.remedies.map(({ name }) => name));
  const severity = order.find((each) => each === finding.severity || each === other.severity) as Severity;
  return {
    ...finding,
    severity,
    layers: [...new Set([...finding.layers, ...other.layers])],
    evidence: [...finding.evidence, ...other.evidence.filter(({ measure }) => !measures.has(measure))],
    remedies: [...finding.remedies, ...other.remedies.filter(({ name }) => !remedies.has(name))],
    inventory: [...new Set([...finding.inventory, ...other.inventory])],
  };
}
