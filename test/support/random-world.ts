import fc from 'fast-check';

import type {
  Container,
  Labels,
  Metadata,
  Namespace,
  NetworkPolicy,
  Pod,
  PolicyPeer,
  PolicyPort,
  PolicySpec,
  World,
} from '../oracle/world.ts';
import { anyIpBlock } from './random-ip-block.ts';
import {
  anyLabels,
  anySelector,
  listOf,
  NAMESPACE_LABELS,
  NAMESPACE_NAME_LABEL,
  NAMESPACES,
  orNull,
  POD_LABELS,
  PORT_NAMES,
  PORT_NUMBERS,
  PROTOCOLS,
  record,
  recordOf,
} from './random-parts.ts';

export { aimedPackets } from '../oracle/aimed-packets.ts';

type Stack = 'IPv4' | 'IPv6' | 'dual';

/** A valid world of 2 to 3 namespaces, 3 to 6 pods and up to 5 policies, whose pods all have one address of one family. */
export const anyWorld: fc.Arbitrary<World> = fc.constantFrom<Stack>('IPv4', 'IPv4', 'IPv6').chain(worldOf);

/** A world like `anyWorld` whose pods have an address of each family. */
export const anyDualStackWorld: fc.Arbitrary<World> = worldOf('dual');

/** The objects of a world as one stream of YAML documents, each written as JSON. */
export function toManifests({ namespaces, pods, policies, admin }: World): string {
  const objects = [...namespaces, ...pods, ...policies, ...(admin?.policies ?? [])];
  return objects.map((object) => `${JSON.stringify(object, null, 2)}\n`).join('---\n');
}

function worldOf(stack: Stack): fc.Arbitrary<World> {
  return fc.subarray(NAMESPACES, { minLength: 2 }).chain((names) =>
    record({
      ipBlockMatchesPods: fc.boolean(),
      namespaces: fc.tuple(...names.map(anyNamespace)),
      pods: fc
        .array(anyPodBody(names), { minLength: 3, maxLength: 6 })
        .map((bodies) => bodies.map((body, index) => podOf(body, index, stack))),
      policies: fc
        .array(record({ namespace: fc.constantFrom(...names), spec: anySpec() }), { maxLength: 5 })
        .map((bodies) => bodies.map(policyOf)),
    }),
  );
}

function anyNamespace(name: string): fc.Arbitrary<Namespace> {
  // The API server overwrites a false name label; a manifest may carry one all the same.
  const lie: fc.Arbitrary<Labels> = fc.constantFrom({}, {}, {}, { [NAMESPACE_NAME_LABEL]: 'shop' });
  return fc.tuple(anyLabels(NAMESPACE_LABELS), lie).map(([labels, extra]) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { ...labels, ...extra } },
  }));
}

function anyPodBody(names: readonly string[]): fc.Arbitrary<Pod> {
  return record({
    apiVersion: fc.constant('v1' as const),
    kind: fc.constant('Pod' as const),
    metadata: recordOf(
      { name: fc.constant(''), namespace: fc.constantFrom(...names), labels: orNull(anyLabels(POD_LABELS)) },
      ['name', 'namespace'],
    ),
    spec: recordOf(
      {
        containers: anyContainers('app', fc.constant(undefined)),
        initContainers: orNull(anyContainers('init', fc.constantFrom('Always', undefined))),
      },
      ['containers'],
    ),
  });
}

function podOf(body: Pod, index: number, stack: Stack): Pod {
  const ips = [`10.0.0.${index + 1}`, `2001:db8::${index + 1}`].filter(
    (_, family) => stack !== ['IPv6', 'IPv4'][family],
  );
  const [podIP] = ips;
  if (podIP === undefined) throw new Error(`no address in ${stack}`);
  return {
    ...body,
    metadata: { ...withoutDefaultNamespace(body.metadata, index), name: `p${index}` },
    status: { podIP, podIPs: ips.map((ip) => ({ ip })) },
  };
}

function policyOf({ namespace, spec }: { namespace: string; spec: PolicySpec | null }, index: number): NetworkPolicy {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: withoutDefaultNamespace({ name: `n${index}`, namespace }, index),
    // The API accepts a policy without a spec, and means an empty one.
    ...(spec === null && index % 2 === 0 ? {} : { spec }),
  };
}

function withoutDefaultNamespace({ namespace, ...rest }: Metadata, index: number): Metadata {
  return namespace === 'default' && index % 2 === 0 ? rest : { ...rest, ...(namespace ? { namespace } : {}) };
}

function anyContainers(
  prefix: string,
  restartPolicy: fc.Arbitrary<string | undefined>,
): fc.Arbitrary<readonly Container[]> {
  const port = recordOf(
    {
      name: fc.constantFrom(...PORT_NAMES),
      containerPort: fc.constantFrom(...PORT_NUMBERS),
      protocol: orNull(fc.constantFrom(...PROTOCOLS)),
    },
    ['containerPort'],
  );
  // Within one container the API server wants port names to differ; between containers they may be the same.
  const ports = fc.uniqueArray(port, {
    minLength: 1,
    maxLength: 2,
    comparator: (a, b) => a.name !== undefined && a.name === b.name,
  });
  const body = fc.tuple(fc.option(orNull(ports), { nil: undefined, freq: 9 }), restartPolicy);
  return fc.array(body, { minLength: 1, maxLength: 2 }).map((bodies) =>
    bodies.map(([portList, restart], index) => ({
      name: `${prefix}${index}`,
      image: 'registry.example/app:1',
      ...(portList === undefined ? {} : { ports: portList }),
      ...(restart === undefined ? {} : { restartPolicy: restart }),
    })),
  );
}

function anySpec(): fc.Arbitrary<PolicySpec | null> {
  const ports = listOf(anyPort());
  const peers = listOf(anyPeer());
  const spec = recordOf(
    {
      podSelector: orNull(anySelector(POD_LABELS)),
      policyTypes: orNull(fc.array(fc.constantFrom('Ingress' as const, 'Egress' as const), { maxLength: 2 })),
      ingress: listOf(recordOf({ from: peers, ports }, [])),
      egress: listOf(recordOf({ to: peers, ports }, [])),
    },
    [],
  );
  return fc.option(spec, { nil: null, freq: 20 });
}

function anyPeer(): fc.Arbitrary<PolicyPeer> {
  const podSelector = anySelector(POD_LABELS);
  const namespaceSelector = anySelector({ ...NAMESPACE_LABELS, [NAMESPACE_NAME_LABEL]: NAMESPACES });
  const none = fc.constant(null);
  return fc.oneof(
    recordOf({ podSelector, namespaceSelector: none, ipBlock: none }, ['podSelector']),
    recordOf({ namespaceSelector, podSelector: none, ipBlock: none }, ['namespaceSelector']),
    record({ podSelector, namespaceSelector }),
    {
      arbitrary: recordOf({ ipBlock: anyIpBlock(), podSelector: none, namespaceSelector: none }, ['ipBlock']),
      weight: 2,
    },
  );
}

function anyPort(): fc.Arbitrary<PolicyPort> {
  const protocol = orNull(fc.constantFrom(...PROTOCOLS));
  const range = fc.tuple(fc.constantFrom(...PORT_NUMBERS), fc.constantFrom(...PORT_NUMBERS));
  return fc.oneof(
    recordOf({ protocol, port: fc.constant(null), endPort: fc.constant(null) }, []),
    recordOf({ protocol, port: fc.constantFrom(...PORT_NUMBERS), endPort: fc.constant(null) }, ['port']),
    { arbitrary: recordOf({ protocol, port: fc.constantFrom(...PORT_NAMES) }, ['port']), weight: 4 },
    fc
      .tuple(recordOf({ protocol }, []), range)
      .map(([rest, ends]) => ({ ...rest, port: Math.min(...ends), endPort: Math.max(...ends) })),
  );
}
