import type { Cluster } from '../cluster/cluster.ts';
import type { NamespaceFacts } from '../cluster/endpoint.ts';
import { indexOf } from '../cluster/index-endpoints.ts';
import { and, or, possible, type Truth } from '../cluster/truth.ts';
import { unknownNamespace } from '../cluster/unknown-namespace.ts';
import type { Finding } from '../findings/finding.ts';
import type { Service } from '../resources/resources.ts';
import { members as membersOf } from '../sets/interval-set.ts';
import type { SourceRef } from '../source/source-ref.ts';
import type { Term } from './claim.ts';
import { found, labelled, placeOf, scopeOf } from './find-members.ts';
import { globMatcher, isGlob } from './match-glob.ts';
import { inOrder, type Member, NOTHING, type Resolution, type ResolveContext } from './resolution.ts';
import { ambiguousName } from './unknown-name.ts';

/** The pods behind the Services that a term names. */
export function resolveService(term: Extract<Term, { kind: 'name' }>, context: ResolveContext): Resolution {
  const nameMatches = globMatcher(term.glob);
  const named = context.services.filter(({ name }) => nameMatches(name));
  const inScope = scopeOf(term, context);
  const facts = ({ namespace }: Service): NamespaceFacts =>
    context.cluster.namespaces.get(namespace) ?? unknownNamespace(namespace);
  let services = named.filter((service) => possible(inScope(facts(service))));
  if (term.scope === undefined && !isGlob(term.glob)) {
    if (services.length === 0) services = named;
    const namespaces = [...new Set(services.map(({ namespace }) => namespace))].sort();
    if (namespaces.length > 1)
      return { ...NOTHING, problems: [ambiguousName(term, namespaces, placeOf(term, context))] };
  }
  if (services.length === 0) return found(term, context, new Map());
  const widened = term.scope === undefined ? () => true as const : inScope;
  const members = new Map<number, Member>();
  const problems: Finding[] = [];
  const missing: Finding[] = [];
  for (const service of services) {
    const { selector } = service;
    const at = placeOf(term, context);
    if (selector === undefined) problems.push(withoutSelector(service, at));
    else {
      const behind = podsBehind(selector, service.namespace, context.cluster, widened(facts(service)));
      if (behind.size === 0) missing.push(withoutPods(service, at));
      for (const [index, truth] of behind) members.set(index, addService(members.get(index), truth, service));
    }
  }
  return { ...NOTHING, members: inOrder(members), problems, missing };
}

function podsBehind(
  selector: ReadonlyMap<string, string>,
  namespace: string,
  cluster: Cluster,
  inScope: Truth,
): ReadonlyMap<number, Truth> {
  const requirements = [...selector].map(([key, value]) => ({ key, operator: 'In', values: [value] }) as const);
  const pods = new Map<number, Truth>();
  for (const index of membersOf(indexOf(cluster).podsMeant({ kind: 'named', name: namespace }, { requirements }))) {
    const endpoint = cluster.endpoints[index];
    if (endpoint?.kind !== 'pod') continue;
    const truth = and(labelled(endpoint, { requirements }), inScope);
    if (possible(truth)) pods.set(index, truth);
  }
  return pods;
}

function addService(known: Member | undefined, truth: Truth, service: Service): Member {
  if (known === undefined) return { truth, direct: false, services: [service] };
  return { ...known, truth: or(known.truth, truth), services: [...known.services, service] };
}

function withoutSelector({ namespace, name, origin }: Service, at: SourceRef): Finding {
  return {
    code: 'unknown-name',
    severity: 'error',
    message: `Service \`${namespace}/${name}\` has no selector, so the manifests do not say which pods are behind it`,
    help: 'name the pods or the addresses themselves',
    at,
    related: [{ at: origin, message: 'the Service' }],
  };
}

function withoutPods({ namespace, name, origin }: Service, at: SourceRef): Finding {
  return {
    code: 'unknown-name',
    severity: 'error',
    message: `Service \`${namespace}/${name}\` selects no pod`,
    help: 'compare its selector with the labels of the pods',
    at,
    related: [{ at: origin, message: 'the Service' }],
  };
}
