import type { Finding } from '../findings/finding.ts';
import { below, type KeyPath, underlining } from '../source/source-ref.ts';
import { findingAt } from './finding-at.ts';
import { fieldOf, isFields, listOf, type ManifestObject } from './manifest-object.ts';
import type { Direction, NetworkPolicy } from './resources.ts';

/** What the API server accepts in a policy, but hardly anybody means. */
export function warnAboutPolicy(object: ManifestObject, policy: NetworkPolicy, name: string): readonly Finding[] {
  const spec = fieldOf(object.written, 'spec');
  return [
    ...(fieldOf(spec, 'podSelector') === null ? [valuelessSelector(object, ['spec'], `\`${name}\``)] : []),
    ...(['ingress', 'egress'] as const).flatMap((direction) => [
      ...valuelessPeers(object, direction, name),
      ...(policy.rules[direction].length > 0 && !policy.governs[direction] ? [deadRules(object, direction, name)] : []),
    ]),
  ];
}

function valuelessPeers(object: ManifestObject, direction: Direction, name: string): readonly Finding[] {
  const side = direction === 'ingress' ? 'from' : 'to';
  return listOf(fieldOf(fieldOf(object.written, 'spec'), direction)).flatMap((rule, ruleIndex) =>
    listOf(fieldOf(rule, side)).flatMap((peer, peerIndex) => {
      const hasValueless = isFields(peer) && peer['podSelector'] === null && isFields(peer['namespaceSelector']);
      if (!hasValueless) return [];
      const where = `peer ${peerIndex + 1} of ${direction} rule ${ruleIndex + 1} of \`${name}\``;
      return [valuelessSelector(object, ['spec', direction, ruleIndex, side, peerIndex], where)];
    }),
  );
}

function valuelessSelector(object: ManifestObject, path: KeyPath, of: string): Finding {
  const reach = path.length === 1 ? 'the namespace' : 'the namespaces';
  const at = underlining(below(object.origin, ...path, 'podSelector'), 'key');
  return findingAt(
    'selects-everything',
    `\`podSelector\` of ${of} has no value, so it selects every pod of ${reach}`,
    at,
    {
      severity: 'warning',
      help: 'write `podSelector: {}` if every pod is meant, else the labels below it',
    },
  );
}

function deadRules(object: ManifestObject, direction: Direction, name: string): Finding {
  const type = direction === 'ingress' ? 'Ingress' : 'Egress';
  const message = `the ${direction} rules of \`${name}\` have no effect, because its \`policyTypes\` do not list \`${type}\``;
  const at = underlining(below(object.origin, 'spec', direction), 'key');
  return findingAt('rules-without-effect', message, at, {
    help: `add \`${type}\` to \`policyTypes\`, or remove the rules`,
    related: [
      {
        at: underlining(below(object.origin, 'spec', 'policyTypes'), 'key'),
        message: `\`${type}\` is not listed here`,
      },
    ],
  });
}
