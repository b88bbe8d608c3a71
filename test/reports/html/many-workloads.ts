/** A repository of many workloads in namespaces of 15, each with a policy of its own, and one suite. */
export function manyWorkloads(count: number): Readonly<Record<string, string>> {
  const namespaces = Array.from({ length: Math.ceil(count / 15) }, (_, index) => `team-${index}`);
  const manifests = Array.from({ length: count }, (_, index) => {
    const namespace = namespaces[index % namespaces.length] ?? 'team-0';
    return [deployment(`app-${index}`, namespace, index), policy(`app-${index}`, namespace, index)];
  });
  return {
    'k8s/all.yaml': manifests.flat().join('---\n'),
    'policies-tests/suite.yaml': 'expect:\n  - team-0/* -/-> team-1/*\n  - only team-1/* --> team-2/*:8000\n',
  };
}

function deployment(name: string, namespace: string, index: number): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}, role: r${index % 5}}}
    spec: {containers: [{name: main, image: 'example.com/main:1', ports: [{containerPort: ${8000 + (index % 40)}}]}]}
`;
}

function policy(name: string, namespace: string, index: number): string {
  return `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  podSelector: {matchLabels: {app: ${name}}}
  policyTypes: [Ingress, Egress]
  ingress:
    - from: [{namespaceSelector: {}, podSelector: {matchLabels: {role: r${(index + 1) % 5}}}}]
      ports: [{port: ${8000 + (index % 40)}}]
  egress:
    - to: [{namespaceSelector: {}}]
    - to: [{ipBlock: {cidr: 10.${index % 20}.0.0/16}}]
`;
}
