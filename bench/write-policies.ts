import type { PlannedNamespace, PlannedWorkload } from './plan-repository.ts';
import type { RandomSource } from './random-source.ts';

/** The policies of one workload: who gets in and, where egress is closed, where it may go. */
export function workloadPolicies(
  workload: PlannedWorkload,
  home: PlannedNamespace,
  random: RandomSource,
): readonly string[] {
  const ingress = policyText(workload, 'Ingress', ingressRules(workload, random));
  return workload.closesEgress
    ? [ingress, policyText(workload, 'Egress', egressRules(workload, home, random))]
    : [ingress];
}

/** The policies for every pod of a hardened namespace: all is closed, and DNS is open. */
export function namespacePolicies({ name, hardened }: PlannedNamespace): readonly string[] {
  if (!hardened) return [];
  return [
    `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: default-deny
  namespace: ${name}
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
`,
    `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: allow-dns
  namespace: ${name}
spec:
  podSelector: {} # every pod of the namespace
  policyTypes: [Egress]
  egress:
${DNS_RULE}`,
  ];
}

const DNS_RULE = `    - to:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: kube-system
          podSelector:
            matchLabels:
              k8s-app: kube-dns
      ports:
        - {protocol: UDP, port: 53}
        - {protocol: TCP, port: 53}
`;

function policyText({ namespace, name }: PlannedWorkload, type: 'Ingress' | 'Egress', rules: string): string {
  return `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: ${name}-${type.toLowerCase()}
  namespace: ${namespace}
spec:
  podSelector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  policyTypes:
    - ${type}
  ${type.toLowerCase()}:
${rules}`;
}

function ingressRules(workload: PlannedWorkload, random: RandomSource): string {
  return [callersRule(workload, random), sharedRule(workload, random), doorRule(workload), scrapeRule(random)].join('');
}

function callersRule({ callers, asksForTier, port }: PlannedWorkload, random: RandomSource): string {
  if (callers.length === 0) return '';
  const peers = callers.map(({ name, tier }) =>
    asksForTier
      ? `        - podSelector:
            matchLabels: {app.kubernetes.io/name: ${name}, tier: ${tier}}
`
      : `        - podSelector:
            matchLabels:
              app.kubernetes.io/name: ${name}
`,
  );
  return `    - from:
${peers.join('')}      ports:
        - port: ${random.chance(0.5) ? 'main' : port}
`;
}

function sharedRule({ sharedWith }: PlannedWorkload, random: RandomSource): string {
  if (sharedWith === undefined) return '';
  return `    - from:
        - namespaceSelector:
            matchLabels:
              team: ${sharedWith}
          podSelector:
            matchExpressions:
              - {key: tier, operator: In, values: [web, api]}
              - {key: legacy, operator: DoesNotExist}
      ports:
        - port: main
        - port: 30000
          endPort: ${30000 + random.below(2000)}
`;
}

function doorRule({ door }: PlannedWorkload): string {
  if (door === undefined) return '';
  const peers =
    door === 'LoadBalancer'
      ? `        - ipBlock: {cidr: 0.0.0.0/0}
        - ipBlock: {cidr: "::/0"}
`
      : `        - namespaceSelector:
            matchLabels: {kubernetes.io/metadata.name: ingress-nginx}
          podSelector:
            matchLabels: {app.kubernetes.io/name: ingress-nginx}
`;
  return `    - from:
${peers}      ports:
        - port: main
`;
}

function scrapeRule(random: RandomSource): string {
  const namespaces = random.chance(0.5)
    ? `            matchLabels:
              kubernetes.io/metadata.name: monitoring
`
    : `            matchExpressions:
              - key: env
                operator: NotIn
                values: [dev, test]
`;
  return `    - from: # metrics
        - namespaceSelector:
${namespaces}          podSelector:
            matchLabels:
              app.kubernetes.io/name: prometheus
      ports:
        - port: metrics
`;
}

function egressRules({ calls, network }: PlannedWorkload, home: PlannedNamespace, random: RandomSource): string {
  const toCallees = calls.map(
    ({ name, tier, port }) => `    - to:
        - podSelector:
            matchLabels:
              ${tier !== 'web' && random.chance(0.3) ? `tier: ${tier}` : `app.kubernetes.io/name: ${name}`}
      ports:
        - port: ${port}
`,
  );
  const toNetwork = `    - to:
        - ipBlock:
            cidr: 10.${network}.0.0/16
            except:
              - 10.${network}.${random.below(200)}.0/24
      ports:
        - protocol: TCP
          port: 443
`;
  const rules = [...toCallees, ...(network === undefined ? [] : [toNetwork]), ...(home.hardened ? [] : [DNS_RULE])];
  return rules.length === 0 ? '    []\n' : rules.join('');
}
