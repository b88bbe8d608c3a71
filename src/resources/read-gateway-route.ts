import type { Finding } from '../findings/finding.ts';
import { below, type SourceRef } from '../source/source-ref.ts';
import { fieldOf, isFields, listOf, type ManifestObject, stringOf } from './manifest-object.ts';
import type { Identity } from './read-identity.ts';
import type { ParentGateway, Route, RouteBackend, RouteKind } from './route.ts';
import { openRouteReading, type Provenance } from './route-reading.ts';
import { GATEWAY_ROUTE_SCHEMA } from './route-schemas.ts';

const GATEWAY_GROUP = 'gateway.networking.k8s.io';

/** A route of the Gateway API with its parents and backends; traffic that is mirrored gets there too. */
export function readGatewayRoute(
  object: ManifestObject,
  identity: Identity,
  provenance: Provenance,
): { readonly route: Route; readonly findings: readonly Finding[] } {
  const reading = openRouteReading(object, identity, GATEWAY_ROUTE_SCHEMA, provenance);
  const { spec, namespace, name, findings, internal } = reading;
  const specRef = below(object.origin, 'spec');
  return {
    route: {
      kind: object.kind as RouteKind,
      namespace,
      name,
      parents: [
        ...listOf(fieldOf(spec, 'parentRefs')).map((parent, index) =>
          readParent(parent, namespace, below(specRef, 'parentRefs', index)),
        ),
        ...defaultParents(spec, namespace, below(specRef, 'useDefaultGateways')),
      ],
      hostnames: listOf(fieldOf(spec, 'hostnames')).filter((host) => typeof host === 'string'),
      backends: listOf(fieldOf(spec, 'rules')).flatMap((rule, index) =>
        readRule(rule, namespace, below(specRef, 'rules', index)),
      ),
      internal,
      ...reading.doubt(),
      origin: object.origin,
    },
    findings,
  };
}

/** GEP-3793: a route may attach to whichever Gateways the cluster has for defaults. */
function defaultParents(spec: unknown, namespace: string, origin: SourceRef): readonly ParentGateway[] {
  const scope = fieldOf(spec, 'useDefaultGateways') ?? 'None';
  if (scope === 'None') return [];
  const doubt = '`useDefaultGateways` attaches it to whichever Gateways are defaults of the cluster';
  return [{ namespace, name: '', kind: 'Gateway', doubt, origin }];
}

function readParent(parent: unknown, own: string, origin: SourceRef): ParentGateway {
  const section = stringOf(fieldOf(parent, 'sectionName'));
  const port = fieldOf(parent, 'port');
  const group = fieldOf(parent, 'group') ?? GATEWAY_GROUP;
  const kind = stringOf(fieldOf(parent, 'kind')) ?? 'Gateway';
  return {
    namespace: stringOf(fieldOf(parent, 'namespace')) || own,
    name: stringOf(fieldOf(parent, 'name')) ?? '',
    ...(section ? { section } : {}),
    ...(typeof port === 'number' && { port }),
    kind: group === GATEWAY_GROUP || (group === '' && kind === 'Service') ? kind : `${String(group) || 'core'} ${kind}`,
    origin,
  };
}

function readRule(rule: unknown, own: string, at: SourceRef): readonly RouteBackend[] {
  const mirrored = filtersOf(rule, own, at);
  const backends = listOf(fieldOf(rule, 'backendRefs')).flatMap((backend, index) => {
    const ref = below(at, 'backendRefs', index);
    return [...readBackend(backend, own, ref), ...filtersOf(backend, own, ref)];
  });
  return [...backends, ...mirrored];
}

/** Whom filters send requests to: mirrors, whoever checks them, and whatever an extension does. */
function filtersOf(owner: unknown, own: string, at: SourceRef): readonly RouteBackend[] {
  return listOf(fieldOf(owner, 'filters')).flatMap((filter, index): readonly RouteBackend[] => {
    const ref = below(at, 'filters', index);
    const named = ['requestMirror', 'externalAuth'].flatMap((key) =>
      readBackend(fieldOf(fieldOf(filter, key), 'backendRef'), own, below(ref, key, 'backendRef')),
    );
    const isExtended = isFields(fieldOf(filter, 'extensionRef'));
    const doubt = 'its filter `ExtensionRef` may send traffic elsewhere';
    return isExtended ? [...named, { namespace: own, doubt, origin: below(ref, 'extensionRef') }] : named;
  });
}

function readBackend(backend: unknown, own: string, origin: SourceRef): readonly RouteBackend[] {
  if (!isFields(backend)) return [];
  const namespace = stringOf(fieldOf(backend, 'namespace')) || own;
  const kind = fieldOf(backend, 'kind') ?? 'Service';
  const name = stringOf(fieldOf(backend, 'name'));
  if (kind !== 'Service' || (fieldOf(backend, 'group') ?? '') !== '' || name === undefined)
    return [{ namespace, doubt: `its backend is of kind \`${String(kind)}\``, origin }];
  const port = fieldOf(backend, 'port');
  return [
    {
      namespace,
      service: name,
      ...(typeof port === 'number' && { port }),
      // BackendRef: with weight 0 no traffic should be forwarded, until somebody shifts it.
      ...(fieldOf(backend, 'weight') === 0 && { doubt: 'its backend has weight 0' }),
      origin,
    },
  ];
}
