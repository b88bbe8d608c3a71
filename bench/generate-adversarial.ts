import type { GeneratedFile } from './write-repository.ts';

/** A repository of a shape that makes a naive engine do quadratic work, and how its claims turn out. */
export interface Adversarial {
  readonly files: Iterable<GeneratedFile>;
  readonly holds: number;
  readonly fails: number;
}

/** Workloads beside the policies that select all of them. */
const WORKLOADS_OF_THE_CROWD = 50;

/** Ports of the policies count from here, so that all are distinct up to 50,000 policies. */
const FIRST_PORT = 10_000;

/** So many policies of one namespace, each selecting every pod of it and opening one port to one caller. */
export function manyEmptySelectors(policies: number): Adversarial {
  const callerOf = (policy: number): string => `caller-${policy % WORKLOADS_OF_THE_CROWD}`;
  const last = policies - 1;
  const port = FIRST_PORT + last;
  return repository({
    workloads: Array.from({ length: WORKLOADS_OF_THE_CROWD }, (_, index) => workload('crowd', `caller-${index}`)),
    policies: Array.from({ length: policies }, (_, index) =>
      policy(`crowd/open-${index}`, {}, 'Ingress', [rule('from', pods('name', callerOf(index)), FIRST_PORT + index)]),
    ),
    holds: [
      'any crowd/pods isolated ingress',
      'internet -/-> crowd/pods',
      'crowd/pods --> internet:443',
      `only crowd/${callerOf(last)} --> crowd/pods:${port}`,
      `crowd/${callerOf(last + 1)} -/-> crowd/pods:${port}`,
      `crowd/pods -/-> crowd/pods:${FIRST_PORT - 1}`,
    ],
    fails: [`crowd/pods -/-> crowd/${callerOf(last + 1)}:${port}`],
  });
}

/** Every source closes egress, each in words of its own, and every target opens ingress: a pair is closed by one side alone. */
export function closedSources(groupSize: number): Adversarial {
  return repository({
    workloads: twoGroups(groupSize),
    policies: both(groupSize, {
      source: (index) => [
        `    - to: [{ipBlock: {cidr: 198.${18 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}/32}}]\n`,
      ],
      target: (index) => [rule('from', ANY_SOURCE), rule('from', pods('name', `friend-${index}`), FIRST_PORT + index)],
    }),
    holds: ['sources/pods -/-> targets/pods', 'sources/pods isolated egress', 'targets/pods --> sources/pods:*'],
    fails: ['targets/target-0 -/-> sources/pods'],
  });
}

/** Each source may go out by one port and each target be entered by one, no two of them the same: every pair is open on both sides and shut. */
export function disjointPorts(groupSize: number): Adversarial {
  const even = (index: number): number => FIRST_PORT + 2 * index;
  return repository({
    workloads: twoGroups(groupSize),
    policies: both(groupSize, {
      source: (index) => [rule('to', ANY_TARGET, even(index))],
      // The last target takes what the first source may send, too.
      target: (index) => [
        rule('from', ANY_SOURCE, even(index) + 1),
        ...(index === groupSize - 1 ? [rule('from', ANY_SOURCE, even(0))] : []),
      ],
    }),
    holds: [
      'sources/pods except sources/source-0 -/-> targets/pods',
      'sources/source-0 -/-> targets/target-0',
      `sources/source-0 --> targets/target-${groupSize - 1}:${even(0)}`,
    ],
    fails: [`sources/pods -/-> targets/pods`],
  });
}

interface Shape {
  readonly workloads: readonly string[];
  readonly policies: readonly string[];
  readonly holds: readonly string[];
  readonly fails: readonly string[];
}

const SUITE_HEAD = `manifests: [/k8s]
assume:
  dataplane: calico
  podCIDRs: [10.244.0.0/16]
`;

/** Large files of many documents, as a generator of manifests would write them. */
function repository({ workloads, policies, holds, fails }: Shape): Adversarial {
  const claims = [...holds, ...fails].map((sentence) => `  - ${sentence}\n`);
  return {
    files: [
      { file: 'k8s/workloads.yaml', text: workloads.join('---\n') },
      { file: 'k8s/policies.yaml', text: policies.join('---\n') },
      { file: 'policies-tests/suite.yaml', text: `${SUITE_HEAD}expect:\n${claims.join('')}` },
    ],
    holds: holds.length,
    fails: fails.length,
  };
}

function twoGroups(size: number): readonly string[] {
  return numbers(size).flatMap((index) => [
    workload('sources', `source-${index}`),
    workload('targets', `target-${index}`),
  ]);
}

/** A policy for each source and each target; the rules are YAML. */
function both(
  size: number,
  rules: Readonly<Record<'source' | 'target', (index: number) => readonly string[]>>,
): readonly string[] {
  return numbers(size).flatMap((index) => [
    policy(`sources/out-${index}`, { name: `source-${index}` }, 'Egress', rules.source(index)),
    policy(`targets/in-${index}`, { name: `target-${index}` }, 'Ingress', rules.target(index)),
  ]);
}

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function workload(namespace: string, name: string): string {
  return `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: ${namespace}
  labels: {name: ${name}}
spec:
  containers: [{name: main, image: "example.com/main:1"}]
`;
}

function policy(
  fullName: string,
  labels: Readonly<Record<string, string>>,
  type: 'Ingress' | 'Egress',
  rules: readonly string[],
): string {
  const [namespace, name] = fullName.split('/');
  const words = Object.entries(labels).map(([key, value]) => `${key}: ${value}`);
  return `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: ${name}
  namespace: ${namespace}
spec:
  podSelector: {${words.length > 0 ? `matchLabels: {${words.join(', ')}}` : ''}}
  policyTypes: [${type}]
  ${type.toLowerCase()}:
${rules.join('')}`;
}

const ANY_SOURCE = inNamespace('sources');
const ANY_TARGET = inNamespace('targets');

function inNamespace(name: string): string {
  return `namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ${name}}}`;
}

function pods(key: string, value: string): string {
  return `podSelector: {matchLabels: {${key}: ${value}}}`;
}

/** A rule with one peer; without a port, for all of them. */
function rule(end: 'from' | 'to', peer: string, port?: number): string {
  return `    - ${end}: [{${peer}}]\n${port === undefined ? '' : `      ports: [{port: ${port}}]\n`}`;
}
