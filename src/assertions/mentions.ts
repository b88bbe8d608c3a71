import type { AddressSet } from '../sets/address-set.ts';
import type { Claim, Group, Term } from './claim.ts';
import type { Suite } from './suite.ts';

/** Whether a suite speaks of the nodes, or of the cluster's own resolver (and has not defined `dns` anew). */
export function mentions(suite: Suite, place: 'nodes' | 'dns'): boolean {
  const own = suite.define.get('dns');
  // Inside its own definition `dns` is the cluster's resolver still.
  const groups = place === 'dns' && own !== undefined ? [own] : groupsOf(suite);
  return groups.flatMap(termsOf).some((term) => term.kind === 'place' && term.place === place);
}

/** Whether a suite speaks of pods that could be created: by `any`, by `only` or by `no new connections`, which are about everybody. */
export function meansPossiblePods({ claims, define }: Suite): boolean {
  const isAny = (term: Term): boolean => 'any' in term && term.any;
  const inDefinitions = [...define.values()].flatMap(termsOf).some(isAny);
  return claims.some(({ claim }) => {
    if (claim === undefined) return false;
    const everybody = claim.kind === 'no-new' || (claim.kind === 'flow' && (claim.onlyFrom || claim.onlyTo));
    return everybody || inDefinitions || groupsOfClaim(claim).flatMap(termsOf).some(isAny);
  });
}

/** The address ranges that a suite names, at which the address space must be cut for its claims. */
export function addressCutsOf(suite: Suite): readonly AddressSet[] {
  return groupsOf(suite)
    .flatMap(termsOf)
    .flatMap((term) => (term.kind === 'address' ? [term.addresses] : []));
}

function groupsOf(suite: Suite): readonly Group[] {
  return [
    ...suite.define.values(),
    ...(suite.ingressController === undefined ? [] : [suite.ingressController.group]),
    ...suite.claims.flatMap(({ claim }) => (claim === undefined ? [] : groupsOfClaim(claim))),
  ];
}

function groupsOfClaim(claim: Claim): readonly Group[] {
  return claim.kind !== 'flow' ? [claim.group] : [claim.from, ...claim.targets.map(({ group }) => group)];
}

function termsOf(group: Group): readonly Term[] {
  return [...group.terms, ...group.except];
}
