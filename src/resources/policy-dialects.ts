import type { Direction } from './resources.ts';

/** A kind of another policy dialect: recognised, because passing over it could turn a claim wrongly green. */
export type PolicyDialect =
  | {
      readonly kind: 'opaque';
      readonly scope: 'namespace' | 'cluster';
      readonly effect: 'restrict' | 'either';
      readonly directions: readonly Direction[];
    }
  /** No effect of its own on the pods' network; `why` is for the ledger. */
  | { readonly kind: 'inert'; readonly why: string; readonly notice?: boolean };

const BOTH: readonly Direction[] = ['ingress', 'egress'];

function opaque(
  scope: 'namespace' | 'cluster',
  effect: 'restrict' | 'either',
  directions: readonly Direction[] = BOTH,
): PolicyDialect {
  return { kind: 'opaque', scope, effect, directions };
}

function inert(why: string): PolicyDialect {
  return { kind: 'inert', why };
}

/** A policy whose kind is misspelt. */
export const MEANT_AS_POLICY = {
  kind: 'opaque',
  effect: 'either',
  directions: BOTH,
} as const satisfies Omit<Extract<PolicyDialect, { kind: 'opaque' }>, 'scope'>;

const STAGED = inert('staged policies are never enforced');
const NAMED_ADDRESSES = inert('only names addresses or pods for policies, which are reported themselves');
const TIER = inert('only orders policies, which are reported themselves');
const MADE_BY_CONTROLLER = inert('made by a controller from policies, which are reported themselves');
const IDENTITIES = inert('only names clients for policies, which are reported themselves');

const CALICO: Readonly<Record<string, PolicyDialect>> = {
  NetworkPolicy: opaque('namespace', 'either'),
  GlobalNetworkPolicy: opaque('cluster', 'either'),
  Profile: opaque('cluster', 'either'),
  HostEndpoint: opaque('cluster', 'restrict'),
  Tier: TIER,
  NetworkSet: NAMED_ADDRESSES,
  GlobalNetworkSet: NAMED_ADDRESSES,
  StagedNetworkPolicy: STAGED,
  StagedGlobalNetworkPolicy: STAGED,
  StagedKubernetesNetworkPolicy: STAGED,
};

const ANTREA: Readonly<Record<string, PolicyDialect>> = {
  NetworkPolicy: opaque('namespace', 'either'),
  ClusterNetworkPolicy: opaque('cluster', 'either'),
  Tier: TIER,
  Group: NAMED_ADDRESSES,
  ClusterGroup: NAMED_ADDRESSES,
};

/** The kinds by API group. The same kind means different things in different groups. */
const DIALECTS: Readonly<Record<string, Readonly<Record<string, PolicyDialect>>>> = {
  'projectcalico.org': CALICO,
  'crd.projectcalico.org': CALICO,
  'cilium.io': {
    CiliumNetworkPolicy: opaque('namespace', 'either'),
    CiliumClusterwideNetworkPolicy: opaque('cluster', 'either'),
    CiliumLocalRedirectPolicy: opaque('namespace', 'either', ['egress']),
    CiliumEgressGatewayPolicy: opaque('cluster', 'restrict', ['egress']),
    CiliumEnvoyConfig: opaque('namespace', 'restrict'),
    CiliumClusterwideEnvoyConfig: opaque('cluster', 'restrict'),
    CiliumCIDRGroup: NAMED_ADDRESSES,
    CiliumEndpoint: MADE_BY_CONTROLLER,
    CiliumIdentity: MADE_BY_CONTROLLER,
  },
  'crd.antrea.io': ANTREA,
  'security.antrea.tanzu.vmware.com': ANTREA,
  'security.istio.io': {
    AuthorizationPolicy: opaque('namespace', 'restrict', ['ingress']),
    PeerAuthentication: opaque('namespace', 'restrict', ['ingress']),
    RequestAuthentication: opaque('namespace', 'restrict', ['ingress']),
  },
  'networking.istio.io': {
    Sidecar: opaque('namespace', 'restrict'),
    EnvoyFilter: opaque('namespace', 'restrict'),
  },
  'k8s.ovn.org': {
    EgressFirewall: opaque('namespace', 'restrict', ['egress']),
    UserDefinedNetwork: opaque('namespace', 'restrict'),
    ClusterUserDefinedNetwork: opaque('cluster', 'restrict'),
  },
  'network.openshift.io': {
    EgressNetworkPolicy: opaque('namespace', 'restrict', ['egress']),
    NetNamespace: opaque('cluster', 'restrict'),
  },
  'k8s.cni.cncf.io': {
    MultiNetworkPolicy: {
      kind: 'inert',
      why: 'governs secondary networks only; the default network of the pods is what is judged',
      notice: true,
    },
    NetworkAttachmentDefinition: inert(
      'describes a secondary network; the default network of the pods is what is judged',
    ),
  },
  'networking.k8s.aws': {
    ApplicationNetworkPolicy: opaque('namespace', 'either'),
    ClusterNetworkPolicy: opaque('cluster', 'either'),
    PolicyEndpoint: MADE_BY_CONTROLLER,
    ClusterPolicyEndpoint: MADE_BY_CONTROLLER,
  },
  'vpcresources.k8s.aws': { SecurityGroupPolicy: opaque('namespace', 'restrict') },
  'networking.gke.io': { FQDNNetworkPolicy: opaque('namespace', 'either', ['egress']) },
  'policy.linkerd.io': {
    Server: opaque('namespace', 'restrict', ['ingress']),
    ServerAuthorization: opaque('namespace', 'restrict', ['ingress']),
    AuthorizationPolicy: opaque('namespace', 'restrict', ['ingress']),
    HTTPRoute: opaque('namespace', 'restrict', ['ingress']),
    EgressNetwork: opaque('cluster', 'restrict', ['egress']),
    MeshTLSAuthentication: IDENTITIES,
    NetworkAuthentication: IDENTITIES,
  },
  'kuma.io': {
    Mesh: opaque('cluster', 'restrict'),
    MeshTrafficPermission: opaque('cluster', 'restrict'),
    MeshPassthrough: opaque('cluster', 'restrict'),
    TrafficPermission: opaque('cluster', 'restrict'),
  },
  'consul.hashicorp.com': {
    ServiceIntentions: opaque('cluster', 'restrict', ['ingress']),
    Mesh: opaque('cluster', 'restrict'),
  },
  'access.smi-spec.io': { TrafficTarget: opaque('namespace', 'restrict', ['ingress']) },
  'policy.openservicemesh.io': {
    Egress: opaque('namespace', 'restrict', ['egress']),
    IngressBackend: opaque('namespace', 'restrict', ['ingress']),
  },
  'kubeovn.io': { SecurityGroup: opaque('cluster', 'either'), Subnet: opaque('cluster', 'restrict') },
  'crd.nsx.vmware.com': { SecurityPolicy: opaque('namespace', 'either') },
  'k8s.otterize.com': { ClientIntents: opaque('cluster', 'either') },
};

/** A policy of a kind that no table knows may do anything, anywhere. */
const UNKNOWN_POLICY: PolicyDialect = opaque('cluster', 'either');

/** Kind names that mean a policy whatever their group, in lower case. */
const POLICY_WORDS: ReadonlySet<string> = new Set(
  Object.values(DIALECTS)
    .flatMap((kinds) => Object.entries(kinds))
    .filter(([kind, dialect]) => dialect.kind === 'opaque' && /(Policy|Firewall|Permission|Intentions)$/.test(kind))
    .map(([kind]) => kind.toLowerCase()),
);

/** What a kind of another dialect may do; undefined if it is no policy. Unknown groups and spellings count as policies. */
export function policyDialectOf(group: string, kind: string): PolicyDialect | undefined {
  const kinds = Object.hasOwn(DIALECTS, group) ? DIALECTS[group] : undefined;
  if (kinds !== undefined && Object.hasOwn(kinds, kind)) return kinds[kind];
  const word = kind.toLowerCase();
  return word.endsWith('networkpolicy') || POLICY_WORDS.has(word) ? UNKNOWN_POLICY : undefined;
}

/** True if the kind stands in the table under just this group. */
export function isListedDialect(group: string, kind: string): boolean {
  return Object.hasOwn(DIALECTS, group) && Object.hasOwn(DIALECTS[group] ?? {}, kind);
}

// Istio: a policy in the root namespace applies to the whole mesh. https://istio.io/latest/docs/concepts/security/
const MESH_ROOT_NAMESPACE = 'istio-system';

/** True if a policy of a namespaced kind reaches beyond its namespace. */
export function reachesWholeMesh(group: string, namespace: string): boolean {
  return group.endsWith('.istio.io') && namespace === MESH_ROOT_NAMESPACE;
}
