import { below, type KeyPath, type SourceRef, underlining } from '../source/source-ref.ts';
import { type FindingSink, findingAt } from './finding-at.ts';
import { type Fields, fieldOf, isFields, listOf } from './manifest-object.ts';
import { readIpBlock } from './read-ip-block.ts';
import { readLabelSelector } from './read-label-selector.ts';
import { readPolicyPorts } from './read-policy-ports.ts';
import type { Direction, NetworkPolicyPeer, NetworkPolicyRule } from './resources.ts';
import { trimmed } from './trimmed.ts';

/** The rules of one direction; what the API server refuses in them becomes findings. */
export function readPolicyRules(
  rules: unknown,
  direction: Direction,
  origin: SourceRef,
  title: string,
  report: FindingSink,
): readonly NetworkPolicyRule[] {
  const side = direction === 'ingress' ? 'from' : 'to';
  return listOf(rules).map((rule, index) => {
    const ref = below(origin, index);
    return {
      peers: readPeers(rule, side, ref, title, report),
      ports: readPolicyPorts(rule, ref, title, report),
      origin: ref,
    };
  });
}

function readPeers(
  rule: unknown,
  side: 'from' | 'to',
  origin: SourceRef,
  title: string,
  report: FindingSink,
): 'everyone' | readonly NetworkPolicyPeer[] {
  const entries = listOf(fieldOf(rule, side));
  // NetworkPolicyIngressRule: "If this field is empty or missing, this rule matches all sources".
  if (entries.length === 0) return 'everyone';
  return trimmed(entries.flatMap((peer, index) => readPeer(peer, below(origin, side, index), title, report)));
}

function readPeer(peer: unknown, origin: SourceRef, title: string, report: FindingSink): readonly NetworkPolicyPeer[] {
  if (!isFields(peer)) return [];
  const podSelector = readSelector(peer, 'podSelector', origin, title, report);
  const namespaceSelector = readSelector(peer, 'namespaceSelector', origin, title, report);
  const hasSelector = podSelector !== undefined || namespaceSelector !== undefined;
  if (peer['ipBlock'] !== undefined) {
    const block = readIpBlock(peer['ipBlock'], below(origin, 'ipBlock'), title, report);
    if (!hasSelector) return block === undefined ? [] : [block];
    const message = `a peer has both \`ipBlock\` and a selector, in ${title}`;
    const at = underlining(below(origin, 'ipBlock'), 'key');
    report(
      findingAt('invalid-field', message, at, {
        help: 'write them as two entries of the list: either of the two is then admitted',
      }),
    );
    return [];
  }
  if (hasSelector) return [podPeer(podSelector, namespaceSelector, origin)];
  // A key of the wrong name or type is the schema's finding; the peer is not empty for that.
  if (Object.keys(peer).length === 0) refuseEmptyPeer(origin, title, report);
  return [];
}

function podPeer(
  podSelector: ReturnType<typeof readSelector>,
  namespaceSelector: ReturnType<typeof readSelector>,
  origin: SourceRef,
): NetworkPolicyPeer {
  return {
    kind: 'pods',
    ...(podSelector === undefined ? {} : { podSelector }),
    ...(namespaceSelector === undefined ? {} : { namespaceSelector }),
    origin,
  };
}

function readSelector(
  peer: Fields,
  key: 'podSelector' | 'namespaceSelector',
  origin: SourceRef,
  title: string,
  report: FindingSink,
) {
  const selector = peer[key];
  return isFields(selector) ? readLabelSelector(selector, below(origin, key), title, report) : undefined;
}

function refuseEmptyPeer(origin: SourceRef, title: string, report: FindingSink): void {
  report(
    findingAt('invalid-field', `a peer names nobody, in ${title}`, origin, {
      help: 'write `podSelector`, `namespaceSelector` or `ipBlock` in it (`podSelector: {}` is every pod of the namespace); a key without a value counts as absent',
    }),
  );
}

/** What is left of a policy when a client drops the field `key` below `path`, in words that complete "leaves …". */
export function meaningWithoutField(key: string, path: KeyPath): string | undefined {
  if (key === 'to' && path.includes('ingress'))
    return `${MEANINGS['from']}; the peers of \`ingress\` stand below \`from\``;
  if (key === 'from' && path.includes('egress')) return `${MEANINGS['to']}; the peers of \`egress\` stand below \`to\``;
  return Object.hasOwn(MEANINGS, key) ? MEANINGS[key] : undefined;
}

const MEANINGS: Readonly<Record<string, string>> = {
  spec: 'a policy that selects every pod of the namespace and admits no ingress',
  podSelector: 'a selection that is wider than meant: every pod',
  namespaceSelector: "a peer in the policy's own namespace only",
  matchLabels: 'a selector without these labels, which selects more than meant',
  matchExpressions: 'a selector without these conditions, which selects more than meant',
  ingress: 'a policy that admits no ingress',
  egress: 'a policy without these egress rules',
  policyTypes: 'a policy that governs ingress, and egress only if it has egress rules',
  from: 'a rule that admits everyone',
  to: 'a rule that lets traffic go everywhere',
  ports: 'a rule for every port',
  port: 'a rule for every port of the protocol',
  endPort: 'a rule for the first port only',
  protocol: 'a rule for TCP',
  ipBlock: 'a peer that names nobody',
  cidr: 'an address block without addresses',
  except: 'the whole address block admitted',
  operator: 'a condition that the API server refuses',
  values: 'a condition without values',
};
