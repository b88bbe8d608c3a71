import type { Finding } from '../findings/finding.ts';
import type { JudgingWorld } from './judging-world.ts';
import { resolveGroup } from './resolve-group.ts';

/** The endpoints that front routes as a suite states; undefined where it states none (or nobody is found). */
export function resolveIngressController({ cluster, services, suite }: Omit<JudgingWorld, 'exposure'>): {
  readonly front?: readonly number[];
  readonly findings: readonly Finding[];
} {
  const { ingressController: stated } = suite;
  if (stated === undefined) return { findings: [] };
  const context = { cluster, services, suite, refusing: true, origin: stated.origin };
  const { members, problems, missing } = resolveGroup(stated.group, context);
  const findings = [...problems, ...missing.map(whenMissing)];
  return { ...(findings.length === 0 && { front: [...members.keys()] }), findings };
}

function whenMissing(finding: Finding): Finding {
  const help = 'state pods that no manifest holds as `ingressController: {namespace: …, labels: {…}}`';
  return { ...finding, help: finding.help === undefined ? help : `${finding.help}; ${help}` };
}
