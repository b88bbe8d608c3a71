import type { Cluster } from '../cluster/cluster.ts';
import { DNS_NAMESPACE, DNS_SELECTOR } from '../cluster/cluster-dns.ts';
import type { Endpoint, NamespaceFacts, PodEndpoint } from '../cluster/endpoint.ts';
import { and, possible, type Truth } from '../cluster/truth.ts';
import type { Finding } from '../findings/finding.ts';
import type { SourceRef } from '../source/source-ref.ts';
import type { Term } from './claim.ts';
import { candidatesOf, found, labelled, meaningOf, type PodTerm, placeOf, scopeOf } from './find-members.ts';
import { globMatcher, isGlob } from './match-glob.ts';
import { rememberMembers } from './remember-members.ts';
import { type Member, type Members, NOTHING, type Resolution, type ResolveContext } from './resolution.ts';
import { resolveAddresses } from './resolve-addresses.ts';
import { resolveService } from './resolve-service.ts';
import { ambiguousName } from './unknown-name.ts';

/** The endpoints that a term means; a defined name is left to the caller. */
export function resolveTerm(term: Term, context: ResolveContext): Resolution {
  switch (term.kind) {
    case 'address':
      return resolveAddresses(term, context);
    case 'place':
      return found(term, context, placeMembers(term.place, context.cluster));
    case 'pods':
      return found(
        term,
        context,
        podsAmong(term, context, scopeOf(term, context), (pod) => labelled(pod, term.selector)),
      );
    case 'name':
      if (term.podKind !== 'Service') return term.any ? resolveAnyName(term, context) : resolveName(term, context);
      return term.any ? { ...NOTHING, problems: [anyService(term, context)] } : resolveService(term, context);
  }
}

function podsAmong(
  term: PodTerm,
  context: ResolveContext,
  inScope: (namespace: NamespaceFacts) => Truth,
  test: (pod: PodEndpoint) => Truth,
): Members {
  const { cluster } = context;
  const find = (): Members => {
    const members = new Map<number, Member>();
    for (const index of candidatesOf(term, context)) {
      const endpoint = cluster.endpoints[index];
      if (endpoint?.kind !== 'pod') continue;
      const truth = and(test(endpoint), inScope(endpoint.namespace));
      if (possible(truth)) members.set(index, { truth, direct: true, services: [] });
    }
    return members;
  };
  // A name is found sooner than it is remembered.
  if (term.kind === 'name' && !isGlob(term.glob)) return find();
  return rememberMembers(cluster, [...meaningOf(term, context), inScope === everywhere], find);
}

const everywhere = (): Truth => true;

/** `any` goes with pods, so that it cannot stand before a name of `define`, which may mean anything. */
function resolveAnyName(term: Extract<Term, { kind: 'name' }>, context: ResolveContext): Resolution {
  const isBare = term.scope === undefined && term.podKind === undefined;
  if (!isBare || !context.suite.define.has(term.glob)) return resolveName(term, context);
  const problem: Finding = {
    code: 'invalid-claim',
    severity: 'error',
    message: `\`${term.glob}\` is a name of \`define\`, which \`any\` cannot stand before`,
    help: `write \`any pods[…]\` in the definition, and \`${term.glob}\` here`,
    at: placeOf(term, context),
  };
  return { ...NOTHING, problems: [problem] };
}

function resolveName(term: Extract<Term, { kind: 'name' }>, context: ResolveContext): Resolution {
  const nameMatches = globMatcher(term.glob);
  // A live pod that differs from its template is still one of its Deployment.
  const test = ({ workloadKind, name, madeBy = [] }: PodEndpoint): boolean =>
    [{ kind: workloadKind, name }, ...madeBy].some(
      (named) => nameMatches(named.name) && (term.podKind === undefined || named.kind === term.podKind),
    );
  const members = podsAmong(term, context, scopeOf(term, context), test);
  if (term.scope !== undefined || isGlob(term.glob)) return found(term, context, members);
  // A bare name: the suite's namespace first (above), then all, where it must be found in one only.
  if (members.size > 0 && context.suite.namespace !== undefined) return found(term, context, members);
  const anywhere = podsAmong(term, context, everywhere, test);
  const namespaces = namespacesOf(anywhere, context.cluster);
  if (namespaces.length < 2) {
    const resolution = found(term, context, anywhere);
    const [elsewhere] = namespaces;
    if (elsewhere === undefined || context.suite.namespace === undefined) return resolution;
    return {
      ...resolution,
      warnings: [foundElsewhere(term, context.suite.namespace, elsewhere, placeOf(term, context))],
    };
  }
  return { ...NOTHING, problems: [ambiguousName(term, namespaces, placeOf(term, context))] };
}

/** The third step of the look-up can surprise: the name may have been meant for an object that is gone. */
function foundElsewhere(term: Term, namespace: string, elsewhere: string, at: SourceRef): Finding {
  return {
    code: 'unknown-name',
    severity: 'warning',
    message: `there is no workload \`${term.text}\` in namespace \`${namespace}\`, so \`${elsewhere}/${term.text}\` is meant`,
    help: `write \`${elsewhere}/${term.text}\` if that is right, else mend the name`,
    at,
  };
}

function namespacesOf(members: Members, { endpoints }: Cluster): readonly string[] {
  const names = [...members.keys()].flatMap((index) => {
    const endpoint = endpoints[index];
    return endpoint?.kind === 'pod' ? [endpoint.namespace.name] : [];
  });
  return [...new Set(names)].sort();
}

function placeMembers(place: Extract<Term, { kind: 'place' }>['place'], cluster: Cluster): Members {
  return rememberMembers(cluster, ['place', place], () => {
    const members = new Map<number, Member>();
    for (const [index, endpoint] of cluster.endpoints.entries()) {
      const truth = isAt(place, endpoint);
      if (possible(truth)) members.set(index, { truth, direct: true, services: [] });
    }
    return members;
  });
}

function isAt(place: Extract<Term, { kind: 'place' }>['place'], endpoint: Endpoint): Truth {
  switch (place) {
    case 'internet':
      return endpoint.kind === 'addresses' && endpoint.internet;
    case 'external':
      return endpoint.kind === 'addresses' && endpoint.owner === 'outside';
    case 'nodes':
      return endpoint.kind === 'node';
    case 'dns':
      return endpoint.kind === 'pod' && endpoint.namespace.name === DNS_NAMESPACE && labelled(endpoint, DNS_SELECTOR);
  }
}

function anyService(term: Term, context: ResolveContext): Finding {
  return {
    code: 'invalid-claim',
    severity: 'error',
    message: `\`${term.text}\` is about pods that could be created, which cannot be told by the name of a Service`,
    help: 'select them by labels: `any pods[…]`',
    at: placeOf(term, context),
  };
}
