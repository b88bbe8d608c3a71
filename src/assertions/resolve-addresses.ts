import type { Cluster } from '../cluster/cluster.ts';
import type { NodeEndpoint, PodEndpoint } from '../cluster/endpoint.ts';
import { indexOf } from '../cluster/index-endpoints.ts';
import { SPECIAL_PURPOSE_ADDRESSES } from '../cluster/special-purpose-addresses.ts';
import type { Truth } from '../cluster/truth.ts';
import type { Finding } from '../findings/finding.ts';
import { ALL_ADDRESSES, addressIntersection, isAddressSubset } from '../sets/address-set.ts';
import { equals, type IntervalSet, intersection, isEmpty, members as membersOf } from '../sets/interval-set.ts';
import type { Term } from './claim.ts';
import { found, placeOf } from './find-members.ts';
import { inOrder, type Member, NOTHING, type Resolution, type ResolveContext } from './resolution.ts';

type AddressTerm = Extract<Term, { kind: 'address' }>;

/** The addresses of a range, and the pods and nodes that have, or may have, one of them. */
export function resolveAddresses(term: AddressTerm, context: ResolveContext): Resolution {
  const { addressGroups } = indexOf(context.cluster);
  const members = new Map<number, Member>();
  const add = (indexes: IntervalSet, truth: Truth): void => {
    for (const index of membersOf(indexes)) members.set(index, { truth, direct: true, byAddress: true, services: [] });
  };
  let passedOver = false;
  for (const { like, members: alike } of addressGroups) {
    const truth = mayHaveOneOf(term, like);
    if (truth === true || (truth !== false && context.refusing)) add(alike, truth);
    else if (truth !== false && like.kind === 'pod') passedOver = true;
  }
  add(rangesIn(term, context.cluster), true);
  if (holdsServices(term, context.cluster)) return { ...NOTHING, problems: [servicesMeant(term, context)] };
  const note = `\`${term.text}\` stands for addresses: pods whose own address is not known are not judged by it`;
  return { ...found(term, context, inOrder(members)), notes: passedOver ? [note] : [] };
}

function holdsServices({ addresses }: AddressTerm, cluster: Cluster): boolean {
  const { addressesWithin, byOwner } = indexOf(cluster);
  return !isEmpty(intersection(addressesWithin(addresses), byOwner.services));
}

/** Policies see the address of a pod in place of a Service's, so that nothing can be said of the latter. */
function servicesMeant(term: AddressTerm, context: ResolveContext): Finding {
  return {
    code: 'invalid-claim',
    severity: 'error',
    message: `\`${term.text}\` holds addresses of Services, which are rewritten to those of pods before policies see them`,
    help: 'write `Service:name` for the pods behind a Service, or `external` for what is outside of the cluster',
    at: placeOf(term, context),
  };
}

/** INVARIANT: address endpoints are cut at every range that a claim names, so that none is left out for a part of it. */
function rangesIn({ addresses, text }: AddressTerm, cluster: Cluster): IntervalSet {
  const { addressesWithin, addressesTouching } = indexOf(cluster);
  const within = addressesWithin(addresses);
  if (!equals(within, addressesTouching(addresses))) throw new Error(`endpoints are not cut at \`${text}\``);
  return within;
}

/** Whether a pod or node has one of the addresses of a range, as far as its own are known. */
export function mayHaveOneOf({ addresses, text }: AddressTerm, { addresses: own }: PodEndpoint | NodeEndpoint): Truth {
  if (addressIntersection(own.addresses, addresses).length === 0) return false;
  if (own.kind === 'exactly' || isAddressSubset(own.addresses, addresses)) return true;
  const isUnknown = isAddressSubset(ALL_ADDRESSES, own.addresses);
  // Where nothing is known, pods are not looked for in the public internet.
  if (isUnknown && addressIntersection(addresses, SPECIAL_PURPOSE_ADDRESSES).length === 0) return false;
  return {
    why: `it is not known whether pods have addresses in \`${text}\``,
    settle:
      'state the ranges of pods under `assume: podCIDRs`, or write `external` for whatever is outside of the cluster',
  };
}
