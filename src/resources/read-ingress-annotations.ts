import { below } from '../source/source-ref.ts';
import { fieldOf, fieldsOf, type ManifestObject } from './manifest-object.ts';
import type { RouteBackend } from './route.ts';

/** Where an Ingress sends traffic by annotation, which only some controllers heed. */
export function readIngressAnnotations(object: ManifestObject, namespace: string): readonly RouteBackend[] {
  const annotations = fieldsOf(fieldOf(fieldOf(object.written, 'metadata'), 'annotations'));
  return Object.entries(annotations).flatMap(([key, value]) => {
    if (typeof value !== 'string' || value === '') return [];
    const place = placeIn(key.slice(key.lastIndexOf('/') + 1), value, namespace);
    const origin = below(object.origin, 'metadata', 'annotations', key);
    return place === undefined
      ? []
      : [{ ...place, doubt: `only some controllers heed the annotation \`${key}\``, origin }];
  });
}

type Place = Pick<RouteBackend, 'namespace' | 'service'>;

const ANYWHERE: Place = {};

/** `nginx.ingress.kubernetes.io/default-backend`, `auth-url`, `mirror-target`, the snippets, and their like. */
function placeIn(key: string, value: string, own: string): Place | undefined {
  if (key === 'default-backend') {
    const [service, namespace = own] = value.split('/').reverse();
    return service === undefined ? undefined : { namespace, service };
  }
  if (key === 'auth-url' || key === 'mirror-target') return placeOfUrl(value);
  // Text of a proxy's own configuration is not read; what sends traffic elsewhere has one of these words in it.
  return /snippets?$/.test(key) && /_pass\b|_by_lua|\bmirror\b|auth_request|\binclude\b/.test(value)
    ? ANYWHERE
    : undefined;
}

function placeOfUrl(url: string): Place | undefined {
  // These begin with a slash, whatever they are.
  const text = url.replace(/\$(?:request_)?uri.*$/s, '/');
  const host = /^\w+:\/\/([^/:?#]+)/.exec(text)?.[1]?.toLowerCase();
  if (host === undefined || host.includes('$') || host.includes('@')) return ANYWHERE;
  const [service = '', namespace = '', mark, ...rest] = host.split('.');
  if (mark === 'svc') return { namespace, service };
  // Names of one or two parts may be completed by that of a namespace or of the cluster.
  return mark === undefined || rest.includes('svc') ? ANYWHERE : undefined;
}
