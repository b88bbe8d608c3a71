import type { AddressKnowledge, NamedPort, NamespaceFacts, PodEndpoint } from '../cluster/endpoint.ts';
import { NAME_LABEL } from '../resources/name-label.ts';
import { type ConnectionSet, PROTOCOLS, trafficOf } from '../sets/connection-set.ts';
import type { LabelDomain, LabelDomains } from './label-domain.ts';
import type { PodBox, PossibleNamespace } from './pod-box.ts';

/** What a pod that could be created needs beside its box. */
export interface PossiblePodFacts {
  readonly addresses: AddressKnowledge;
  /** The traffic to it that is looked at: its lowest port is the one that the pod's port names stand for. */
  readonly traffic: ConnectionSet;
}

/** What something is called in data, and in words. */
export interface PodWords {
  readonly id: string;
  readonly words: string;
}

/** A pod of the box, with no label more than it must have. */
export function possiblePod(box: PodBox, { addresses, traffic }: PossiblePodFacts): PodEndpoint {
  const namedPorts = choosePorts(box, traffic);
  const [pod, namespace] = [podInWords(box), namespaceInWords(box.namespace)];
  return {
    kind: 'pod',
    id: `possible:${namespace.id}/${pod.id}`,
    namespace: namespaceOf(box),
    workloadKind: 'Pod',
    name: pod.id,
    labels: chooseLabels(box.labels),
    runtimeLabelKeys: new Set(),
    namedPorts,
    declaredPorts: namedPorts,
    hostNetwork: false,
    addresses,
    serviceAccount: 'default',
    single: false,
    assumed: false,
    possible: `${pod.words} ${namespace.words}`,
  };
}

function choosePorts({ ports }: PodBox, traffic: ConnectionSet): readonly NamedPort[] {
  return [...ports].flatMap(([port, given]): readonly NamedPort[] => {
    const [name = '', written] = port.split('/');
    const protocol = PROTOCOLS.find((known) => known === written);
    const run = trafficOf(traffic).find((one) => one.protocol === protocol);
    return given && protocol !== undefined && run !== undefined ? [{ name, protocol, number: run.first }] : [];
  });
}

/** The labels that must be there, each with a value it may have. */
function chooseLabels(domains: LabelDomains): ReadonlyMap<string, string> {
  return new Map(requiredLabels(domains).map(([key, domain]) => [key, chooseValue(domain)]));
}

/** The labels that must be there, by key. */
export function requiredLabels(domains: LabelDomains): readonly (readonly [string, LabelDomain])[] {
  return [...domains].filter(([, { absent }]) => !absent).sort(([a], [b]) => (a < b ? -1 : 1));
}

function chooseValue({ values: { kind, listed } }: LabelDomain): string {
  if (kind === 'only') return [...listed].sort()[0] ?? '';
  let value = 'other';
  for (let number = 2; listed.has(value); number++) value = `other-${number}`;
  return value;
}

/** The namespace of the pods of a box, with no label more than it must have. */
export function namespaceOf({ namespace }: PodBox): NamespaceFacts {
  if (namespace.kind === 'known') return namespace.facts;
  const labels = chooseLabels(namespace.labels);
  return { name: labels.get(NAME_LABEL) ?? '', labels, complete: true };
}

/** What the pods of a box are like: "a pod labelled `role=api`"; with the names that a rule asks of their ports. */
export function podInWords({ labels, ports }: PodBox): PodWords {
  const words = requiredLabels(labels).map(([key, domain]) => labelInWords(key, domain));
  const given = [...ports].flatMap(([port, is]) => (is ? [port.slice(0, port.lastIndexOf('/'))] : []));
  const names = [...new Set(given)].map((name) => `\`${name}\``);
  const called = names.length === 0 ? '' : ` that calls the port ${names.join(' and ')}`;
  const plain = labels.size === 0 ? 'any pod' : 'a pod without labels';
  return {
    id: `pods${inBrackets(labels)}${given.length === 0 ? '' : `:${[...new Set(given)].join(',')}`}`,
    words: `${words.length > 0 ? `a pod labelled ${words.join(' and ')}` : plain}${called}`,
  };
}

/** Where the pods of a box are: "in namespace `shop`", "in any namespace labelled `team=x`". */
export function namespaceInWords(namespace: PossibleNamespace): PodWords {
  if (namespace.kind === 'known') {
    const { name } = namespace.facts;
    return { id: name, words: `in namespace \`${name}\`` };
  }
  const name = namespace.labels.get(NAME_LABEL);
  if (name?.values.kind === 'only') {
    const chosen = chooseValue(name);
    return { id: chosen, words: `in a namespace called \`${chosen}\`` };
  }
  const others = new Map([...namespace.labels].filter(([key]) => key !== NAME_LABEL));
  const words = requiredLabels(others).map(([key, domain]) => labelInWords(key, domain));
  return {
    id: `namespaces${inBrackets(others)}`,
    words: words.length > 0 ? `in any namespace labelled ${words.join(' and ')}` : 'in any other namespace',
  };
}

function labelInWords(key: string, domain: LabelDomain): string {
  const { kind, listed } = domain.values;
  if (kind === 'only') return `\`${key}=${chooseValue(domain)}\``;
  const excluded = [...listed].sort().map((value) => `\`${value}\``);
  return excluded.length === 0 ? `\`${key}\`` : `\`${key}\` (other than ${excluded.join(', ')})`;
}

/** The labels that must be there as a selector; nothing where there are none. */
function inBrackets(domains: LabelDomains): string {
  const parts = requiredLabels(domains).map(([key, domain]) => {
    const { kind, listed } = domain.values;
    if (kind === 'only') return `${key}=${chooseValue(domain)}`;
    return listed.size === 0 ? key : `${key} notin (${[...listed].sort().join(',')})`;
  });
  return parts.length === 0 ? '' : `[${parts.join(',')}]`;
}
