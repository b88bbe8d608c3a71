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

/** A pod of the box, with no label more than it must have. */
export function possiblePod(box: PodBox, { addresses, traffic }: PossiblePodFacts): PodEndpoint {
  const labels = chooseLabels(box.labels);
  const namedPorts = choosePorts(box, traffic);
  return {
    kind: 'pod',
    id: `possible:${idOfNamespace(box.namespace)}/pods${inBrackets(box.labels)}`,
    namespace: chooseNamespace(box.namespace),
    workloadKind: 'Pod',
    name: `pods${inBrackets(box.labels)}`,
    labels,
    runtimeLabelKeys: new Set(),
    namedPorts,
    declaredPorts: namedPorts,
    hostNetwork: false,
    addresses,
    serviceAccount: 'default',
    single: false,
    assumed: false,
    possible: `${podInWords(box)} ${namespaceInWords(box.namespace)}${portsInWords(namedPorts)}`,
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

function portsInWords(ports: readonly NamedPort[]): string {
  const names = ports.map(({ name, number }) => `\`${name}\` (${number})`);
  return names.length === 0 ? '' : ` whose port is called ${names.join(' and ')}`;
}

/** The labels that must be there, each with a value it may have. */
function chooseLabels(domains: LabelDomains): ReadonlyMap<string, string> {
  return new Map(required(domains).map(([key, domain]) => [key, chooseValue(domain)]));
}

function required(domains: LabelDomains): readonly (readonly [string, LabelDomain])[] {
  return [...domains].filter(([, { absent }]) => !absent).sort(([a], [b]) => (a < b ? -1 : 1));
}

function chooseValue({ values: { kind, listed } }: LabelDomain): string {
  if (kind === 'only') return [...listed].sort()[0] ?? '';
  let value = 'other';
  for (let number = 2; listed.has(value); number++) value = `other-${number}`;
  return value;
}

function chooseNamespace(namespace: PossibleNamespace): NamespaceFacts {
  if (namespace.kind === 'known') return namespace.facts;
  const labels = chooseLabels(namespace.labels);
  return { name: labels.get(NAME_LABEL) ?? '', labels, complete: true };
}

function podInWords({ labels }: PodBox): string {
  const words = required(labels).map(([key, domain]) => labelInWords(key, domain));
  if (words.length > 0) return `a pod labelled ${words.join(' and ')}`;
  return labels.size === 0 ? 'any pod' : 'a pod without labels';
}

function namespaceInWords(namespace: PossibleNamespace): string {
  if (namespace.kind === 'known') return `in namespace \`${namespace.facts.name}\``;
  const name = namespace.labels.get(NAME_LABEL);
  if (name?.values.kind === 'only') return `in a namespace called \`${chooseValue(name)}\``;
  const words = required(namespace.labels)
    .filter(([key]) => key !== NAME_LABEL)
    .map(([key, domain]) => labelInWords(key, domain));
  return words.length > 0 ? `in any namespace labelled ${words.join(' and ')}` : 'in any other namespace';
}

function labelInWords(key: string, domain: LabelDomain): string {
  const { kind, listed } = domain.values;
  if (kind === 'only') return `\`${key}=${chooseValue(domain)}\``;
  const excluded = [...listed].sort().map((value) => `\`${value}\``);
  return excluded.length === 0 ? `\`${key}\`` : `\`${key}\` (other than ${excluded.join(', ')})`;
}

function idOfNamespace(namespace: PossibleNamespace): string {
  if (namespace.kind === 'known') return namespace.facts.name;
  const name = namespace.labels.get(NAME_LABEL);
  if (name?.values.kind === 'only') return chooseValue(name);
  const others = new Map([...namespace.labels].filter(([key]) => key !== NAME_LABEL));
  return `namespaces${inBrackets(others)}`;
}

/** The labels that must be there as a selector; nothing where there are none. */
function inBrackets(domains: LabelDomains): string {
  const parts = required(domains).map(([key, domain]) => {
    const { kind, listed } = domain.values;
    if (kind === 'only') return `${key}=${chooseValue(domain)}`;
    return listed.size === 0 ? key : `${key} notin (${[...listed].sort().join(',')})`;
  });
  return parts.length === 0 ? '' : `[${parts.join(',')}]`;
}
