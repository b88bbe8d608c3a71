import type { Dataplane } from '../../src/cluster/dataplane-profile.ts';
import { type ConformanceCase, fieldsOf } from './read-corpora.ts';

/** A case that disagrees because of its source, where no rule can tell. */
export interface NamedException {
  readonly corpus: string;
  readonly name: string;
  readonly reason: string;
}

/**
 * Cases excepted by name. It is an error if one of them agrees. Prefer a {@link Choice} wherever the reason is general.
 */
export const NAMED_EXCEPTIONS: readonly NamedException[] = [];

/**
 * A point on which the tools behind some corpora differ from Kubernetes. A case is excepted only if it disagrees, and
 * agrees in full once its manifests are rewritten to say what those tools read.
 */
export interface Choice {
  readonly corpora: readonly string[];
  readonly reason: string;
  /** Rewrites one object of a document, at any depth. */
  readonly rewrite: (fields: Record<string, unknown>) => Record<string, unknown>;
}

/** The points by which cases are excepted. */
export const CHOICES: readonly Choice[] = [
  {
    corpora: ['cyclonus'],
    reason: 'takes `NotIn` on a missing key as no match; Kubernetes: it matches',
    rewrite: (fields) => {
      const { matchExpressions } = fields;
      if (!Array.isArray(matchExpressions)) return fields;
      const keys = matchExpressions.map(fieldsOf).filter(({ operator }) => operator === 'NotIn');
      const present = keys.map(({ key }) => ({ key, operator: 'Exists' }));
      return { ...fields, matchExpressions: [...matchExpressions, ...present] };
    },
  },
  {
    corpora: ['netpol-analyzer'],
    reason: 'takes pods with `hostNetwork: true` as ordinary pods; Kubernetes leaves them to the dataplane',
    rewrite: (fields) => (fields['hostNetwork'] === true ? { ...fields, hostNetwork: false } : fields),
  },
  {
    corpora: ['netpol-analyzer'],
    reason: 'reads a NetworkPolicy of another API group as one of Kubernetes',
    rewrite: (fields) =>
      fields['kind'] === 'NetworkPolicy' ? { ...fields, apiVersion: 'networking.k8s.io/v1' } : fields,
  },
  {
    corpora: ['kube-network-policies', 'netpol-analyzer'],
    reason:
      'does not check the names of policies; the API server refuses capitals and `_`, and what it refuses is undecided',
    rewrite: (fields) => {
      const { name } = fieldsOf(fields['metadata']);
      if (fields['kind'] !== 'NetworkPolicy' || typeof name !== 'string') return fields;
      const mended = name.toLowerCase().replaceAll('_', '-');
      return { ...fields, metadata: { ...fieldsOf(fields['metadata']), name: mended } };
    },
  },
];

const LATER_MODES = ['exposure', 'exposure_focus', 'diff', 'explain', 'error', 'warning', 'connlist_multinet'] as const;

/** What a case rests on that this version does not have; by the first that applies. */
const LATER_NEEDS: readonly (readonly [requirement: string, reason: string])[] = [
  ['multiple-networks', 'more than one network per pod'],
  ['fqdn-resolution', 'names that DNS resolves'],
  ['node-peers', 'nodes as peers'],
];

/** Why a case is out of scope in this version; undefined if it is asked. */
export function reasonOutOfScope(one: ConformanceCase): string | undefined {
  const need = LATER_NEEDS.find(([requirement]) => one.requires.includes(requirement));
  if (need !== undefined) return `not modelled: ${need[1]}`;
  if (LATER_MODES.some((mode) => mode === one.mode)) return `no counterpart of the mode \`${one.mode}\``;
  if (one.corpus === 'netpol-analyzer' && one.requires.includes('ipv6'))
    return 'IPv6, which netpol-analyzer does not read right';
  if (fieldsOf(one.written['options'])['focus_conn'] !== undefined) return 'no counterpart of the option `focus_conn`';
  return undefined;
}

/** Every way in which corpora say that a range matches the pods whose addresses lie in it. */
const RANGES_MATCH_PODS = ['ipblock-matches-pod-ips', 'ipBlock-matches-pods', 'networks-match-pod-ips'];

/** The dataplane whose readings a case rests on; undefined: its verdicts follow from the API alone. */
export function dataplaneOf({ corpus, requires }: ConformanceCase): Dataplane | undefined {
  if (requires.some((choice) => RANGES_MATCH_PODS.includes(choice))) return 'kube-network-policies';
  if (corpus === 'kube-network-policies') return 'kube-network-policies';
  // "An ipBlock never matches a pod."
  if (corpus === 'netpol-analyzer') return 'cilium';
  return undefined;
}
