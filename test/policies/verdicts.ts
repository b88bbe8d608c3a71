import { DATAPLANES, type Dataplane } from '../../src/cluster/dataplane-profile.ts';
import type { Decision } from '../../src/connectivity/decision.ts';
import { type AddressSet, addressUnion, parseCidr } from '../../src/sets/address-set.ts';
import { connections, type Protocol } from '../../src/sets/connection-set.ts';
import { isSubset } from '../../src/sets/interval-set.ts';

/** The addresses of CIDRs together. */
export function range(...texts: readonly string[]): AddressSet {
  return texts.map(parseCidr).reduce<AddressSet>((all, reading) => {
    if (reading.kind === 'invalid') throw new Error(reading.why);
    return addressUnion(all, reading.addresses);
  }, []);
}

/** What a decision says of one port. */
export function verdictOn({ allowed, denied }: Decision, port: number, protocol: Protocol = 'TCP'): string {
  const one = connections(protocol, port);
  if (isSubset(one, allowed)) return 'allowed';
  return isSubset(one, denied) ? 'denied' : 'undecided';
}

/** The verdict on 443/tcp under each profile and under none, profiles of one verdict together. */
export function verdicts(judge: (dataplane: Dataplane | undefined) => Decision): Record<string, string> {
  const byVerdict: Record<string, string[]> = {};
  for (const dataplane of [undefined, ...DATAPLANES]) {
    const verdict = verdictOn(judge(dataplane), 443);
    byVerdict[verdict] = [...(byVerdict[verdict] ?? []), dataplane ?? 'none'];
  }
  return Object.fromEntries(Object.entries(byVerdict).map(([verdict, names]) => [verdict, names.join(' ')]));
}
