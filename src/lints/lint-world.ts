import type { LintCode } from '../findings/catalogue.ts';
import type { Finding } from '../findings/finding.ts';
import { adminBlocksSystem } from './admin-blocks-system.ts';
import { adminPriorityConflict } from './admin-priority-conflict.ts';
import { dnsForgotten } from './dns-forgotten.ts';
import { dnsOverOneProtocol } from './dns-over-one-protocol.ts';
import type { Lint, LintedWorld } from './linted-world.ts';
import { namespaceLabelMissing } from './namespace-label-missing.ts';
import { namespaceLeftOut } from './namespace-left-out.ts';
import { oneIpFamily } from './one-ip-family.ts';
import { peerMatchesNothing } from './peer-matches-nothing.ts';
import { peersAreAlternatives } from './peers-are-alternatives.ts';
import { policySelectsNothing } from './policy-selects-nothing.ts';
import { portsSplitFromPeers } from './ports-split-from-peers.ts';
import { rangeOverPods } from './range-over-pods.ts';
import { ruleAdmitsNobody } from './rule-admits-nobody.ts';
import { ruleShadowed } from './rule-shadowed.ts';
import { servicePortInPolicy } from './service-port-in-policy.ts';
import { undeclaredNamedPort } from './undeclared-named-port.ts';

/** Every lint by the code of its findings, which is also the name of its file and of its page. */
const LINTS = {
  'namespace-left-out': namespaceLeftOut,
  'policy-selects-nothing': policySelectsNothing,
  'peer-matches-nothing': peerMatchesNothing,
  'peers-are-alternatives': peersAreAlternatives,
  'namespace-label-missing': namespaceLabelMissing,
  'ports-split-from-peers': portsSplitFromPeers,
  'service-port-in-policy': servicePortInPolicy,
  'undeclared-named-port': undeclaredNamedPort,
  'dns-forgotten': dnsForgotten,
  'dns-over-one-protocol': dnsOverOneProtocol,
  'rule-admits-nobody': ruleAdmitsNobody,
  'rule-shadowed': ruleShadowed,
  'range-over-pods': rangeOverPods,
  'one-ip-family': oneIpFamily,
  'admin-priority-conflict': adminPriorityConflict,
  'admin-blocks-system': adminBlocksSystem,
} as const satisfies Partial<Record<LintCode, Lint>>;

/** What the API server accepts in the policies of a world, but hardly anybody means. Changes no verdict. */
export function lintWorld(world: LintedWorld): readonly Finding[] {
  return Object.values(LINTS).flatMap((lint) => lint(world));
}
