import type { NamespaceFacts } from '../cluster/endpoint.ts';
import { labelsOfNamespace, selects } from '../cluster/matches.ts';
import { and, type Doubt, or, type Truth } from '../cluster/truth.ts';
import type { Gateway, GatewayListener, ParentGateway, Route } from '../resources/route.ts';

/** What a route of the Gateway API is attached to. */
export interface Attachment {
  readonly attached: Truth;
  /** The Gateways that it is, or may be, attached to. */
  readonly gateways: readonly Gateway[];
  /** It may be attached to something else as well, which the manifests do not show. */
  readonly orUnknown: boolean;
  /** Why it is attached to none. */
  readonly shut?: string;
}

/** Looks up the Gateways of a route by their names; `factsOf` knows the labels of namespaces. */
export function attachRoute(
  route: Route,
  gateways: (namespace: string, name: string) => readonly Gateway[],
  factsOf: (namespace: string) => NamespaceFacts,
): Attachment {
  let attached: Truth = false;
  let orUnknown = false;
  const found: Gateway[] = [];
  for (const parent of route.parents ?? []) {
    const [known, truth] = attachToParent(route, parent, gateways, factsOf);
    attached = or(attached, truth);
    if (truth !== false) found.push(...known);
    // One parent that is shown does not make up for another that is not: each has a front of its own.
    orUnknown ||= truth !== false && known.length === 0;
  }
  if (attached !== false) return { attached, gateways: found, orUnknown };
  const names = (route.parents ?? []).map(({ namespace, name }) => `\`${namespace}/${name}\``).join(', ');
  return {
    attached,
    gateways: found,
    orUnknown,
    shut: names === '' ? 'it names no Gateway under `parentRefs`' : `no listener of ${names} lets it attach`,
  };
}

function attachToParent(
  route: Route,
  parent: ParentGateway,
  gateways: (namespace: string, name: string) => readonly Gateway[],
  factsOf: (namespace: string) => NamespaceFacts,
): readonly [readonly Gateway[], Truth] {
  // GAMMA: a parent Service is about traffic inside of the cluster.
  if (parent.kind === 'Service') return [[], false];
  if (parent.doubt !== undefined) {
    return [[], { why: parent.doubt, settle: 'name the Gateways under `parentRefs`', origin: parent.origin }];
  }
  const title = `${parent.kind} \`${parent.namespace}/${parent.name}\``;
  if (parent.kind !== 'Gateway') {
    const settle = 'attach the route to a Gateway, or state what fronts it under `assume: ingressController`';
    return [[], { why: `${title} is of a kind that is not read`, settle, origin: parent.origin }];
  }
  const known = gateways(parent.namespace, parent.name);
  if (known.length === 0) {
    const why = `${title}, to which the route attaches, is not in the manifests`;
    return [[], { why, settle: 'add the Gateway to the manifests', origin: parent.origin }];
  }
  const truths = known.map((gateway): Truth => {
    const listeners = gateway.listeners.map((listener) => accepts(listener, gateway, route, parent, factsOf));
    return and(listeners.reduce<Truth>(or, false), gateway.doubt === undefined ? true : doubtOf(gateway));
  });
  return [known, truths.reduce<Truth>(or, false)];
}

function doubtOf({ doubt = '', origin }: Gateway): Doubt {
  return { why: doubt, settle: 'mend the Gateway', origin };
}

/** Kinds of routes that suit a protocol, where the listener does not say (Gateway API, `AllowedRoutes.kinds`). */
const KINDS_BY_PROTOCOL: Readonly<Record<string, readonly string[]>> = {
  HTTP: ['HTTPRoute', 'GRPCRoute'],
  HTTPS: ['HTTPRoute', 'GRPCRoute'],
  TLS: ['TLSRoute', 'TCPRoute'],
  TCP: ['TCPRoute'],
  UDP: ['UDPRoute'],
};

function accepts(
  listener: GatewayListener,
  gateway: Gateway,
  route: Route,
  parent: ParentGateway,
  factsOf: (namespace: string) => NamespaceFacts,
): Truth {
  if (parent.section !== undefined && parent.section !== listener.name) return false;
  if (parent.port !== undefined && parent.port !== listener.port) return false;
  const kinds = listener.allowedKinds ?? KINDS_BY_PROTOCOL[listener.protocol];
  if (kinds !== undefined && !kinds.includes(route.kind)) return false;
  if (!hostnamesMeet(listener.hostname, route.hostnames)) return false;
  const { allowedNamespaces: allowed } = listener;
  if (allowed === 'all') return true;
  if (allowed === 'none') return false;
  if (allowed === 'same') return route.namespace === gateway.namespace;
  if (allowed === 'unknown') {
    const why = `listener \`${listener.name}\` of Gateway \`${gateway.namespace}/${gateway.name}\` says in a way that cannot be read which routes may attach`;
    return { why, settle: 'write `from: Same`, `All` or `Selector`', origin: gateway.origin };
  }
  return selects(allowed, labelsOfNamespace(factsOf(route.namespace)));
}

/** Gateway API: routes attach where a hostname of theirs and that of the listener have something in common. */
function hostnamesMeet(listener: string | undefined, hostnames: readonly string[]): boolean {
  if (listener === undefined || hostnames.length === 0) return true;
  return hostnames.some((hostname) => covers(listener, hostname) || covers(hostname, listener));
}

function covers(pattern: string, hostname: string): boolean {
  const [a, b] = [pattern.toLowerCase(), hostname.toLowerCase()];
  return a === b || (a.startsWith('*.') && b.endsWith(a.slice(1)) && b.length > a.length - 1);
}
