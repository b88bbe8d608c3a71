import { parseGroup } from '../assertions/parse-group.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { EndpointPredicate } from '../cluster/predicate.ts';
import { type AddressSet, addressDifference, familyOf, isAddressSubset, parseCidr } from '../sets/address-set.ts';
import { cidrsOf } from '../sets/cidrs-of.ts';

/** A group that a suite defines. */
export interface Definition {
  readonly name: string;
  readonly group: string;
}

/** What a suite calls ranges with exceptions, which a target cannot spell. */
export interface RangeNames {
  /** The name for a range as a rule writes it, less its exceptions. */
  readonly of: (cidr: string, addresses: AddressSet) => string | undefined;
  readonly definitions: readonly Definition[];
}

/** More exceptions than this are no longer read. */
const MOST_EXCEPTIONS = 6;

/** Names for the ranges with exceptions of all rules; none of them is the name of a workload. */
export function nameRanges({ endpoints, layers }: Pick<Cluster, 'endpoints' | 'layers'>): RangeNames {
  const taken = new Set(endpoints.flatMap((endpoint) => (endpoint.kind === 'pod' ? [endpoint.name] : [])));
  const names = new Map<string, string>();
  const rules = layers
    .flatMap(({ tiers }) => tiers.flatMap(({ policies }) => policies))
    .flatMap(({ rules: { ingress, egress } }) => [...ingress, ...egress]);
  for (const { text, addresses } of rules.flatMap(({ peer }) => rangesIn(peer))) {
    const group = groupOf(text, addresses);
    if (group === undefined || names.has(group)) continue;
    const stem = stemOf(text);
    let name = stem;
    for (let count = 2; taken.has(name); count++) name = `${stem}-${count}`;
    taken.add(name);
    names.set(group, name);
  }
  return {
    of: (cidr, addresses) => names.get(groupOf(cidr, addresses) ?? ''),
    definitions: [...names].map(([group, name]) => ({ name, group })),
  };
}

type Range = Extract<EndpointPredicate, { kind: 'addresses' }>;

function rangesIn(predicate: EndpointPredicate): readonly Range[] {
  if (predicate.kind === 'union') return predicate.of.flatMap(rangesIn);
  return predicate.kind === 'addresses' ? [predicate] : [];
}

/** `0.0.0.0/0 except 10.0.0.0/8`, where the range has exceptions and few of them. */
function groupOf(cidr: string, addresses: AddressSet): string | undefined {
  const reading = parseCidr(cidr);
  if (reading.kind === 'invalid' || isAddressSubset(reading.addresses, addresses)) return undefined;
  const exceptions = cidrsOf(addressDifference(reading.addresses, addresses));
  const group = `${cidr} except ${exceptions.join(' | ')}`;
  return exceptions.length <= MOST_EXCEPTIONS && parseGroup(group).kind === 'group' ? group : undefined;
}

function stemOf(cidr: string): string {
  const reading = parseCidr(cidr);
  if (reading.kind === 'invalid' || reading.prefix > 0) return 'range-with-exceptions';
  return `ipv${familyOf(reading.addresses[0] ?? 0n)}-with-exceptions`;
}
