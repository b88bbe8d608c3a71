import type { Finding } from '../findings/finding.ts';
import { below, type SourceRef } from '../source/source-ref.ts';
import { findingAt } from './finding-at.ts';
import { fieldOf, isFields, listOf, type ManifestObject, stringOf } from './manifest-object.ts';
import type { Identity } from './read-identity.ts';
import { readIngressAnnotations } from './read-ingress-annotations.ts';
import type { Route, RouteBackend } from './route.ts';
import { openRouteReading, type Provenance, type RouteReading } from './route-reading.ts';
import { INGRESS_SCHEMA } from './route-schemas.ts';

/** An Ingress with all its backends, in any version that was ever served; findings for what the API server refuses. */
export function readIngress(
  object: ManifestObject,
  identity: Identity,
  provenance: Provenance,
): { readonly route: Route; readonly findings: readonly Finding[] } {
  const reading = openRouteReading(object, identity, INGRESS_SCHEMA, provenance);
  const { spec, namespace, name, findings, internal } = reading;
  const specRef = below(object.origin, 'spec');
  const backends = [
    ...['defaultBackend', 'backend'].flatMap((key) => readBackend(fieldOf(spec, key), below(specRef, key), reading)),
    ...listOf(fieldOf(spec, 'rules')).flatMap((rule, index) =>
      listOf(fieldOf(fieldOf(rule, 'http'), 'paths')).flatMap((path, at) =>
        readBackend(fieldOf(path, 'backend'), below(specRef, 'rules', index, 'http', 'paths', at, 'backend'), reading),
      ),
    ),
    ...readIngressAnnotations(object, namespace),
  ];
  if (!provenance.isUnserved) {
    checkSomething(spec, reading);
    checkPaths(spec, reading);
  }
  const className = classNameOf(object, spec);
  return {
    route: {
      kind: 'Ingress',
      namespace,
      name,
      ...(className !== undefined && { className }),
      hostnames: [],
      backends,
      internal,
      ...reading.doubt(),
      origin: object.origin,
    },
    findings,
  };
}

function classNameOf(object: ManifestObject, spec: unknown): string | undefined {
  const annotations = fieldOf(fieldOf(object.written, 'metadata'), 'annotations');
  return stringOf(fieldOf(spec, 'ingressClassName')) ?? stringOf(fieldOf(annotations, 'kubernetes.io/ingress.class'));
}

function readBackend(backend: unknown, at: SourceRef, reading: RouteReading): readonly RouteBackend[] {
  if (!isFields(backend)) return [];
  const { namespace } = reading;
  const service = fieldOf(backend, 'service');
  const name = stringOf(fieldOf(service, 'name')) ?? stringOf(fieldOf(backend, 'serviceName'));
  if (name === undefined) {
    if (isFields(fieldOf(backend, 'resource')))
      return [{ namespace, doubt: 'its backend is a `resource` and no Service', origin: at }];
    return [{ namespace, doubt: 'its backend cannot be read', origin: at }];
  }
  const port = fieldOf(service, 'port');
  const number = fieldOf(port, 'number') ?? fieldOf(port, 'name') ?? fieldOf(backend, 'servicePort');
  // IngressServiceBackend: "Port … must be specified", by number or by name.
  if (isFields(service) && number === undefined) {
    const message = `a backend names no port of Service \`${name}\`, in ${reading.title}`;
    reading.report(findingAt('invalid-field', message, at, { help: 'write `port: {number: …}` or `port: {name: …}`' }));
  }
  const known = typeof number === 'number' || (typeof number === 'string' && number !== '') ? number : undefined;
  return [{ namespace, service: name, ...(known !== undefined && { port: known }), origin: at }];
}

// Ingress validation: a path of the types `Exact` and `Prefix` must be absolute.
function checkPaths(spec: unknown, { object, title, report }: RouteReading): void {
  for (const [index, rule] of listOf(fieldOf(spec, 'rules')).entries()) {
    for (const [at, entry] of listOf(fieldOf(fieldOf(rule, 'http'), 'paths')).entries()) {
      const path = fieldOf(entry, 'path') ?? '';
      const type = fieldOf(entry, 'pathType');
      if ((type !== 'Exact' && type !== 'Prefix') || typeof path !== 'string' || path.startsWith('/')) continue;
      const ref = below(object.origin, 'spec', 'rules', index, 'http', 'paths', at, 'path');
      const help = `write \`/${path}\`; the API server refuses the object otherwise`;
      report(findingAt('invalid-field', `the path \`${path}\` does not begin with \`/\`, in ${title}`, ref, { help }));
    }
  }
}

// Ingress validation: either `defaultBackend` or `rules` must be specified.
function checkSomething(spec: unknown, { object, title, report }: RouteReading): void {
  if (isFields(fieldOf(spec, 'defaultBackend')) || listOf(fieldOf(spec, 'rules')).length > 0) return;
  report(
    findingAt('invalid-field', `${title} has neither \`rules\` nor a \`defaultBackend\``, object.origin, {
      help: 'add `spec.rules`; the API server refuses the object without',
    }),
  );
}
