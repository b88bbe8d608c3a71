import type { AssumedNamespace, AssumedWorkload, Assumptions } from '../cluster/assumptions.ts';
import { DATAPLANES } from '../cluster/dataplane-profile.ts';
import type { NamedPort } from '../cluster/endpoint.ts';
import type { Finding } from '../findings/finding.ts';
import { type AddressSet, addressUnion, NO_ADDRESSES, parseCidr } from '../sets/address-set.ts';
import { PROTOCOLS } from '../sets/connection-set.ts';
import { below, type SourceRef, underlining } from '../source/source-ref.ts';
import { type IngressControllerReading, loadIngressController } from './load-ingress-controller.ts';
import { isDnsLabel, isDnsSubdomain, isLabelKey, isLabelValue } from './parse-label-selector.ts';
import { isPortName } from './parse-ports.ts';
import { asLabels, asList, asMap, asString, asStrings } from './plain-data.ts';
import type { IngressController } from './suite.ts';

type Report = (at: SourceRef, message: string, help?: string) => void;

/** The facts under `assume`, and what is wrong with them. `namespace` is the suite's own. */
export function loadAssumptions(
  value: unknown,
  origin: SourceRef,
  namespace: string | undefined,
): {
  readonly assume: Assumptions;
  readonly ingressController?: IngressController;
  readonly findings: readonly Finding[];
} {
  const findings: Finding[] = [];
  const report: Report = (at, message, help) =>
    findings.push({ code: 'invalid-suite', severity: 'error', message, ...(help !== undefined && { help }), at });
  const data = asMap(value) ?? {};
  const dataplane = DATAPLANES.find((name) => name === data.dataplane);
  const podCIDRs = addressesOf(data.podCIDRs, below(origin, 'podCIDRs'), report);
  const nodeCIDRs = addressesOf(data.nodeCIDRs, below(origin, 'nodeCIDRs'), report);
  const serviceCIDRs = addressesOf(data.serviceCIDRs, below(origin, 'serviceCIDRs'), report);
  const controller: IngressControllerReading =
    'ingressController' in data
      ? loadIngressController(data.ingressController, below(origin, 'ingressController'), namespace)
      : { workloads: [], findings: [] };
  return {
    assume: {
      ...(dataplane !== undefined && { dataplane }),
      ...(podCIDRs !== undefined && { podCIDRs }),
      ...(nodeCIDRs !== undefined && { nodeCIDRs }),
      ...(serviceCIDRs !== undefined && { serviceCIDRs }),
      namespaces: namespacesOf(data.namespaces, below(origin, 'namespaces'), report),
      workloads: [
        ...workloadsOf(data.workloads, below(origin, 'workloads'), namespace, report),
        ...controller.workloads,
      ],
    },
    ...(controller.ingressController && { ingressController: controller.ingressController }),
    findings: [...findings, ...controller.findings],
  };
}

function addressesOf(value: unknown, origin: SourceRef, report: Report): AddressSet | undefined {
  const texts = asStrings(value);
  if (texts === undefined || texts.length === 0) return undefined;
  return texts.reduce((addresses: AddressSet, { text, key }) => {
    const reading = parseCidr(text);
    if (reading.kind === 'cidr' && !reading.hostBits) return addressUnion(addresses, reading.addresses);
    if (reading.kind === 'invalid') report(below(origin, ...key), `\`${text}\` is not a CIDR`, reading.why);
    else report(below(origin, ...key), `\`${text}\` has bits set beyond its mask`, 'write the address of the network');
    return addresses;
  }, NO_ADDRESSES);
}

function namespacesOf(value: unknown, origin: SourceRef, report: Report): readonly AssumedNamespace[] {
  const stated =
    asList(value)?.map((item, index) => {
      const at = below(origin, index);
      return { name: asString(asMap(item)?.name), labels: asMap(item)?.labels, at, nameAt: below(at, 'name') };
    }) ??
    Object.entries(asMap(value) ?? {}).map(([name, labels]) => {
      const at = below(origin, name);
      return { name, labels, at, nameAt: underlining(at, 'key') };
    });
  const seen = new Set<string>();
  return stated.flatMap(({ name, labels, at, nameAt }) => {
    const known = labelsOf(labels, at, report);
    if (name === undefined || known === undefined) return [];
    if (!isDnsLabel(name)) report(nameAt, `\`${name}\` is not the name of a namespace`);
    if (seen.has(name)) report(nameAt, `namespace \`${name}\` is stated twice`);
    seen.add(name);
    return [{ name, labels: known, origin: at }];
  });
}

function labelsOf(value: unknown, at: SourceRef, report: Report): ReadonlyMap<string, string> | undefined {
  const labels = asLabels(value);
  for (const [key, text] of labels ?? []) {
    if (!isLabelKey(key)) report(at, `\`${key}\` is not a label key`);
    if (!isLabelValue(text)) report(at, `\`${text}\` is not a label value`);
  }
  return labels;
}

function workloadsOf(
  value: unknown,
  origin: SourceRef,
  suiteNamespace: string | undefined,
  report: Report,
): readonly AssumedWorkload[] {
  const seen = new Set<string>();
  return (asList(value) ?? []).flatMap((item, index) => {
    const at = below(origin, index);
    const map = asMap(item);
    const name = asString(map?.name);
    const labels = labelsOf(map?.labels, below(at, 'labels'), report);
    if (map === undefined || name === undefined || labels === undefined) return [];
    const namespace = asString(map.namespace) ?? suiteNamespace;
    if (namespace === undefined) {
      report(at, `the assumed workload \`${name}\` has no namespace`, 'add `namespace:` here or to the suite');
      return [];
    }
    if (!isDnsLabel(namespace)) report(at, `\`${namespace}\` is not the name of a namespace`);
    if (!isDnsSubdomain(name)) report(below(at, 'name'), `\`${name}\` is not the name of a workload`);
    const id = `${namespace}/${name}`;
    if (seen.has(id)) report(below(at, 'name'), `workload \`${id}\` is stated twice`);
    seen.add(id);
    const ports = asList(map.ports)?.flatMap((port, i) => portOf(port, below(at, 'ports', i), report));
    const serviceAccount = asString(map.serviceAccount);
    return [
      {
        name,
        namespace,
        labels,
        ...(ports !== undefined && { ports }),
        ...(serviceAccount !== undefined && { serviceAccount }),
        origin: at,
      },
    ];
  });
}

function portOf(value: unknown, at: SourceRef, report: Report): readonly NamedPort[] {
  if (typeof value === 'number') return isPort(value) ? [{ name: '', protocol: 'TCP', number: value }] : [];
  if (typeof value === 'string') {
    const [, digits, word = 'tcp'] = /^(\d+)(?:\/(tcp|udp|sctp))?$/.exec(value) ?? [];
    if (digits !== undefined && isPort(Number(digits))) {
      return [
        { name: '', protocol: PROTOCOLS.find((name) => name.toLowerCase() === word) ?? 'TCP', number: Number(digits) },
      ];
    }
    report(at, `\`${value}\` is not a port`, 'write `8080`, `8080/udp` or `{name: http, port: 8080}`');
    return [];
  }
  const map = asMap(value);
  const name = asString(map?.name) ?? '';
  if (name !== '' && !isPortName(name)) report(at, `\`${name}\` is not the name of a port`);
  const protocol = PROTOCOLS.find((known) => known === map?.protocol) ?? 'TCP';
  return typeof map?.port === 'number' && isPort(map.port) ? [{ name, protocol, number: map.port }] : [];
}

function isPort(number: number): boolean {
  return Number.isInteger(number) && number >= 1 && number <= 65535;
}
