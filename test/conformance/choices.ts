import { type Fields, fieldsOf, listOf } from './read-corpora.ts';

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
  {
    corpora: ['kube-network-policies'],
    reason: 'compares values that no label can have; what becomes of a selector with one is not known',
    rewrite: (fields) => {
      const { matchLabels } = fields;
      if (matchLabels === undefined) return fields;
      const possible = Object.entries(fieldsOf(matchLabels)).map(([key, value]) => [
        key,
        String(value).replaceAll(' ', '-'),
      ]);
      return { ...fields, matchLabels: Object.fromEntries(possible) };
    },
  },
  {
    corpora: ['kube-network-policies'],
    reason: 'takes a `nodes` peer of v1alpha1 for the pods that run on such nodes; the API means the nodes',
    rewrite: (fields) => {
      if (fields['kind'] !== 'AdminNetworkPolicy') return fields;
      const spec = fieldsOf(fields['spec']);
      const egress = listOf(spec['egress']).map(fieldsOf);
      const withPods = egress.map((rule) => ({ ...rule, to: listOf(rule['to']).map(fieldsOf).map(podsForNodes) }));
      return { ...fields, spec: { ...spec, ...(egress.length > 0 && { egress: withPods }) } };
    },
  },
  {
    corpora: ['network-policy-api'],
    reason: 'knows that its nodes run Linux; labels of nodes are not in manifests',
    rewrite: (fields) => {
      const { matchLabels } = fieldsOf(fields['nodes']);
      return JSON.stringify(matchLabels) === '{"kubernetes.io/os":"linux"}' ? { ...fields, nodes: {} } : fields;
    },
  },
  {
    corpora: ['kube-network-policies', 'netpol-analyzer'],
    reason: 'takes `pods` without one of its two selectors for every pod or namespace; the API server requires both',
    rewrite: (fields) => {
      const { pods } = fields;
      return pods === undefined
        ? fields
        : { ...fields, pods: { namespaceSelector: {}, podSelector: {}, ...fieldsOf(pods) } };
    },
  },
  {
    corpora: ['kube-network-policies', 'netpol-analyzer'],
    reason:
      'does not check that the BaselineAdminNetworkPolicy is called `default`; the API server refuses another name',
    rewrite: (fields) =>
      fields['kind'] === 'BaselineAdminNetworkPolicy'
        ? { ...fields, metadata: { ...fieldsOf(fields['metadata']), name: 'default' } }
        : fields,
  },
  {
    corpora: ['netpol-analyzer'],
    reason:
      'finds a port of a Service by its target port too; an Ingress names the port of the Service, and what controllers do otherwise is undecided',
    rewrite: (fields) => {
      const spec = fieldsOf(fields['spec']);
      const ports = listOf(spec['ports']).map(fieldsOf);
      const targets = ports.filter(
        ({ targetPort }) => typeof targetPort === 'number' && ports.every(({ port }) => port !== targetPort),
      );
      if (fields['kind'] !== 'Service' || targets.length === 0) return fields;
      const also = targets.map((one) => ({ ...one, name: `target-${one['targetPort']}`, port: one['targetPort'] }));
      return { ...fields, spec: { ...spec, ports: [...ports, ...also] } };
    },
  },
];

function podsForNodes(peer: Fields): Fields {
  return peer['nodes'] === undefined ? peer : { namespaces: {} };
}

/** Rewrites manifests by every choice of a corpus. */
export function allChoicesOf(corpus: string): Choice['rewrite'] {
  return rewritingBy(CHOICES.filter(({ corpora }) => corpora.includes(corpus)));
}

/** Rewrites manifests by each of these choices. */
export function rewritingBy(choices: readonly Choice[]): Choice['rewrite'] {
  return (fields) => choices.reduce((written, { rewrite }) => rewrite(written), fields);
}
