import { fieldOf, fieldsOf, listOf, type ManifestObject } from './manifest-object.ts';

/** Reach of a kind that leads traffic in from outside in ways that are not followed. */
type EdgeScope = 'namespace' | 'cluster';

const TRAEFIK_KINDS: Readonly<Record<string, EdgeScope>> = {
  IngressRoute: 'cluster',
  IngressRouteTCP: 'cluster',
  IngressRouteUDP: 'cluster',
  TraefikService: 'cluster',
};

/**
 * Kinds by API group that front Services (or pods) for clients outside of the cluster, and whether they may name Services
 * of other namespaces. Kinds that only adjust others (filters, certificates) do not belong here.
 */
const EDGE_KINDS: Readonly<Record<string, Readonly<Record<string, EdgeScope>>>> = {
  'networking.istio.io': { VirtualService: 'cluster' },
  'traefik.io': TRAEFIK_KINDS,
  'traefik.containo.us': TRAEFIK_KINDS,
  'projectcontour.io': { HTTPProxy: 'namespace' },
  'contour.heptio.com': { IngressRoute: 'cluster' },
  'consul.hashicorp.com': { IngressGateway: 'cluster' },
  'kuma.io': { MeshGatewayRoute: 'cluster' },
  'networking.cfargotunnel.com': { TunnelBinding: 'namespace' },
  'configuration.konghq.com': { TCPIngress: 'namespace', UDPIngress: 'namespace' },
  'elbv2.k8s.aws': { TargetGroupBinding: 'namespace' },
  'getambassador.io': { Mapping: 'cluster', TCPMapping: 'cluster' },
  'k8s.nginx.org': { VirtualServer: 'cluster', VirtualServerRoute: 'cluster', TransportServer: 'namespace' },
  'cis.f5.com': { VirtualServer: 'namespace', TransportServer: 'namespace', IngressLink: 'namespace' },
  'gateway.solo.io': { VirtualService: 'cluster', RouteTable: 'cluster' },
  'serving.knative.dev': { Route: 'namespace', DomainMapping: 'namespace' },
  'networking.internal.knative.dev': { Ingress: 'namespace' },
  'skupper.io': { Listener: 'namespace', Connector: 'namespace' },
  'multicluster.x-k8s.io': { ServiceExport: 'namespace' },
  'net.gke.io': { ServiceExport: 'namespace' },
  'networking.gke.io': { MultiClusterIngress: 'namespace', MultiClusterService: 'namespace' },
  'apisix.apache.org': { ApisixRoute: 'namespace' },
  'voyager.appscode.com': { Ingress: 'cluster' },
  'zalando.org': { RouteGroup: 'namespace' },
};

/** Which Services an object of a kind that fronts them may name; undefined: it is no such kind. */
export function edgeScopeOf({ group, kind, written }: ManifestObject): EdgeScope | undefined {
  const kinds = Object.hasOwn(EDGE_KINDS, group) ? EDGE_KINDS[group] : undefined;
  const scope = kinds !== undefined && Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  // Contour: a proxy may include others, of any namespace.
  return scope !== undefined && fieldOf(fieldOf(written, 'spec'), 'includes') !== undefined ? 'cluster' : scope;
}

/** ingress-nginx takes TCP and UDP by ConfigMaps of ports (`"5432": shop/db:5432`), whatever these are called. */
export function isPortTable({ group, kind, written }: ManifestObject): boolean {
  if (group !== '' || kind !== 'ConfigMap') return false;
  const entries = Object.entries(fieldsOf(written['data']));
  return entries.some(
    ([key, value]) => /^\d+$/.test(key) && typeof value === 'string' && /^[\w.-]+\/[\w.-]+:[\w-]+/.test(value),
  );
}

/**
 * Istio: a VirtualService without `gateways` (or with `mesh` alone) is for the sidecars of the mesh, not for gateways,
 * unless it has no `hosts` either: then it is one that others delegate to.
 */
export function staysInMesh({ group, kind, written }: ManifestObject): boolean {
  if (group !== 'networking.istio.io' || kind !== 'VirtualService') return false;
  const spec = fieldOf(written, 'spec');
  const gateways = fieldOf(spec, 'gateways') ?? [];
  if (listOf(fieldOf(spec, 'hosts')).length === 0) return false;
  return Array.isArray(gateways) && listOf(gateways).every((gateway) => gateway === 'mesh');
}
