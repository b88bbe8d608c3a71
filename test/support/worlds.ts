import { type Assumptions, NO_ASSUMPTIONS } from '../../src/cluster/assumptions.ts';
import { buildCluster } from '../../src/cluster/build-cluster.ts';
import type { Cluster } from '../../src/cluster/cluster.ts';
import { type DataplaneProfile, profileOf } from '../../src/cluster/dataplane-profile.ts';
import { createEngine } from '../../src/connectivity/create-engine.ts';
import type { Decision, Engine } from '../../src/connectivity/decision.ts';
import { compilePolicies } from '../../src/policies/compile-policies.ts';
import { readResources } from '../../src/resources/read-resources.ts';
import type { Resources } from '../../src/resources/resources.ts';
import type { AddressSet } from '../../src/sets/address-set.ts';
import { type ConnectionSet, trafficOf } from '../../src/sets/connection-set.ts';

/** A cluster made of plain objects, with the questions that tests ask of it. */
export interface TestWorld {
  readonly resources: Resources;
  readonly cluster: Cluster;
  readonly engine: Engine;
  /** The index of an endpoint by id, or of a workload by `namespace/name`. */
  readonly indexOf: (name: string) => number;
  readonly decide: (from: string, to: string) => Decision;
}

type Labels = Readonly<Record<string, string>>;

interface WorldOptions {
  readonly assume?: Partial<Assumptions>;
  /** How the cluster reads what the API leaves open; absent: as the assumed plugin does. */
  readonly profile?: DataplaneProfile;
  readonly cuts?: readonly AddressSet[];
  readonly wants?: { readonly nodes?: boolean; readonly dns?: boolean };
}

/**
 * Puts plain Kubernetes objects through the real front end and engine; a finding of severity error throws, unless it only
 * says that a policy is not evaluated.
 */
export function worldOf(objects: readonly unknown[], options: WorldOptions = {}): TestWorld {
  const documents = objects.map((value, document) => ({ file: 'world.yaml', document, value }));
  const resources = readResources([{ file: 'world.yaml', documents, documentCount: documents.length, findings: [] }], {
    namespace: 'default',
  });
  const wrong = resources.findings.find(({ severity, code }) => severity === 'error' && code !== 'not-modelled');
  if (wrong !== undefined) throw new Error(wrong.message);
  const assumptions = { ...NO_ASSUMPTIONS, ...options.assume };
  const profile = options.profile ?? profileOf(assumptions.dataplane);
  const cluster = buildCluster({
    resources,
    assumptions,
    layers: compilePolicies(resources, profile),
    profile,
    addressCuts: options.cuts ?? [],
    wants: { nodes: options.wants?.nodes ?? false, dns: options.wants?.dns ?? false },
  });
  const engine = createEngine(cluster);
  const indexOf = (name: string): number => {
    const index = cluster.endpoints.findIndex(
      (endpoint) =>
        endpoint.id === name || (endpoint.kind === 'pod' && `${endpoint.namespace.name}/${endpoint.name}` === name),
    );
    if (index < 0) throw new Error(`no endpoint ${name}`);
    return index;
  };
  return { resources, cluster, engine, indexOf, decide: (from, to) => engine.decide(indexOf(from), indexOf(to)) };
}

/** `5432/tcp 1-9/udp`, `all` or `none`. */
export function inWords(set: ConnectionSet): string {
  const runs = trafficOf(set).map(
    ({ protocol, first, last }) =>
      `${first === 1 && last === 65535 ? '*' : first === last ? first : `${first}-${last}`}/${protocol.toLowerCase()}`,
  );
  const text = runs.join(' ');
  return text === '*/tcp */udp */sctp' ? 'all' : text || 'none';
}

/** `namespace/name` as a Deployment with labels and, by name, container ports. */
export function workload(name: string, labels: Labels, ports: readonly object[] = [], podSpec: object = {}): unknown {
  const [namespace, short] = name.split('/');
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace, name: short },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'main', image: 'example.com/main:1', ports }], ...podSpec },
      },
    },
  };
}

export function namespace(name: string, labels: Labels = {}): unknown {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

/** A NetworkPolicy `namespace/name` with this spec. */
export function networkPolicy(name: string, spec: object): unknown {
  const [inNamespace, short] = name.split('/');
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { namespace: inNamespace, name: short },
    spec,
  };
}

/** A ClusterNetworkPolicy for every pod, unless the spec says otherwise. */
export function clusterPolicy(name: string, tier: 'Admin' | 'Baseline', priority: number, spec: object): unknown {
  return {
    apiVersion: 'policy.networking.k8s.io/v1alpha2',
    kind: 'ClusterNetworkPolicy',
    metadata: { name },
    spec: { tier, priority, subject: { namespaces: {} }, ...spec },
  };
}

/** An AdminNetworkPolicy for every pod, unless the spec says otherwise. */
export function adminNetworkPolicy(name: string, priority: number, spec: object): unknown {
  return {
    apiVersion: 'policy.networking.k8s.io/v1alpha1',
    kind: 'AdminNetworkPolicy',
    metadata: { name },
    spec: { priority, subject: { namespaces: {} }, ...spec },
  };
}

/** The BaselineAdminNetworkPolicy for every pod, unless the spec says otherwise. */
export function baselineNetworkPolicy(spec: object): unknown {
  return {
    apiVersion: 'policy.networking.k8s.io/v1alpha1',
    kind: 'BaselineAdminNetworkPolicy',
    metadata: { name: 'default' },
    spec: { subject: { namespaces: {} }, ...spec },
  };
}
