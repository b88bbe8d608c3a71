import type { Finding } from '../findings/finding.ts';
import { below, type SourceRef } from '../source/source-ref.ts';
import { fieldOf, isFields, listOf, type ManifestObject, stringOf } from './manifest-object.ts';
import type { Identity } from './read-identity.ts';
import type { Route, RouteBackend } from './route.ts';
import { openRouteReading, type Provenance } from './route-reading.ts';
import { OPENSHIFT_ROUTE_SCHEMA } from './route-schemas.ts';

/** An OpenShift Route with all its backends. */
export function readOpenshiftRoute(
  object: ManifestObject,
  identity: Identity,
  provenance: Provenance,
): { readonly route: Route; readonly findings: readonly Finding[] } {
  const reading = openRouteReading(object, identity, OPENSHIFT_ROUTE_SCHEMA, provenance);
  const { spec, namespace, name, findings, internal } = reading;
  const port = fieldOf(fieldOf(spec, 'port'), 'targetPort');
  const at = below(object.origin, 'spec');
  const backendOf = (target: unknown, origin: SourceRef): readonly RouteBackend[] => {
    const service = stringOf(fieldOf(target, 'name'));
    if (!isFields(target) || service === undefined) return [{ namespace, doubt: 'its backend cannot be read', origin }];
    return [
      {
        namespace,
        service,
        ...((typeof port === 'number' || typeof port === 'string') && { port }),
        ...(fieldOf(target, 'weight') === 0 && { doubt: 'its backend has weight 0' }),
        origin,
      },
    ];
  };
  return {
    route: {
      kind: 'Route',
      namespace,
      name,
      hostnames: [],
      backends: [
        ...backendOf(fieldOf(spec, 'to'), below(at, 'to')),
        ...listOf(fieldOf(spec, 'alternateBackends')).flatMap((target, index) =>
          backendOf(target, below(at, 'alternateBackends', index)),
        ),
      ],
      internal,
      ...reading.doubt(),
      origin: object.origin,
    },
    findings,
  };
}
