import type { Finding } from '../findings/finding.ts';
import { below, type SourceRef } from '../source/source-ref.ts';
import type { FindingSink } from './finding-at.ts';
import { fieldOf, isFields, listOf, type ManifestObject, stringOf } from './manifest-object.ts';
import type { Identity } from './read-identity.ts';
import { readLabelSelector } from './read-label-selector.ts';
import type { Gateway, GatewayListener, ReferenceGrant } from './route.ts';
import { openRouteReading, type Provenance } from './route-reading.ts';
import { GATEWAY_SCHEMA, REFERENCE_GRANT_SCHEMA } from './route-schemas.ts';

/** A Gateway with its listeners. */
export function readGateway(
  object: ManifestObject,
  identity: Identity,
  provenance: Provenance,
): { readonly gateway: Gateway; readonly findings: readonly Finding[] } {
  const reading = openRouteReading(object, identity, GATEWAY_SCHEMA, provenance);
  const { spec, namespace, name, title, findings, report, internal } = reading;
  const at = below(object.origin, 'spec', 'listeners');
  const listeners = listOf(fieldOf(spec, 'listeners')).map((listener, index) =>
    readListener(listener, below(at, index), title, report),
  );
  return {
    gateway: {
      namespace,
      name,
      className: stringOf(fieldOf(spec, 'gatewayClassName')) ?? '',
      listeners,
      internal,
      ...reading.doubt(),
      origin: object.origin,
    },
    findings,
  };
}

function readListener(listener: unknown, at: SourceRef, title: string, report: FindingSink): GatewayListener {
  const allowed = fieldOf(listener, 'allowedRoutes');
  const kinds = listOf(fieldOf(allowed, 'kinds')).flatMap((kind) => stringOf(fieldOf(kind, 'kind')) ?? []);
  const port = fieldOf(listener, 'port');
  const hostname = stringOf(fieldOf(listener, 'hostname'));
  return {
    name: stringOf(fieldOf(listener, 'name')) ?? '',
    ...(typeof port === 'number' && { port }),
    protocol: stringOf(fieldOf(listener, 'protocol')) ?? '',
    ...(hostname ? { hostname } : {}),
    allowedNamespaces: readAllowed(fieldOf(allowed, 'namespaces'), at, title, report),
    ...(kinds.length > 0 && { allowedKinds: kinds }),
  };
}

function readAllowed(
  namespaces: unknown,
  at: SourceRef,
  title: string,
  report: FindingSink,
): GatewayListener['allowedNamespaces'] {
  // RouteNamespaces: `from` defaults to `Same`.
  switch (fieldOf(namespaces, 'from') ?? 'Same') {
    case 'Same':
      return 'same';
    case 'All':
      return 'all';
    case 'None':
      return 'none';
    case 'Selector': {
      const selector = fieldOf(namespaces, 'selector');
      const ref = below(at, 'allowedRoutes', 'namespaces', 'selector');
      return isFields(selector) ? readLabelSelector(selector, ref, title, report) : 'none';
    }
    default:
      return 'unknown';
  }
}

/** A ReferenceGrant. */
export function readReferenceGrant(
  object: ManifestObject,
  identity: Identity,
  provenance: Provenance,
): { readonly referenceGrant: ReferenceGrant; readonly findings: readonly Finding[] } {
  const reading = openRouteReading(object, identity, REFERENCE_GRANT_SCHEMA, provenance);
  const { spec, namespace, findings } = reading;
  return {
    referenceGrant: {
      namespace,
      from: listOf(fieldOf(spec, 'from')).map((from) => ({
        kind: stringOf(fieldOf(from, 'kind')) ?? '',
        namespace: stringOf(fieldOf(from, 'namespace')) ?? '',
      })),
      to: listOf(fieldOf(spec, 'to')).map((to) => {
        const name = stringOf(fieldOf(to, 'name'));
        return { kind: stringOf(fieldOf(to, 'kind')) ?? '', ...(name ? { name } : {}) };
      }),
      ...reading.doubt(),
    },
    findings,
  };
}
