import { findingAt } from '../resources/finding-at.ts';
import { equals } from '../sets/interval-set.ts';
import { below, underlining } from '../source/source-ref.ts';
import { byPolicy, DNS_TCP, DNS_UDP, dnsReaches } from './dns-reach.ts';
import { titleOf } from './linted-rules.ts';
import { type Lint, namesOf } from './linted-world.ts';

/** Pods that reach DNS over UDP or TCP alone: long answers come over TCP, and everything else over UDP. */
export const dnsOverOneProtocol: Lint = (world) => {
  const half = dnsReaches(world).filter(
    ({ dns, meansDns }) => meansDns && (equals(dns, DNS_UDP) || equals(dns, DNS_TCP)),
  );
  return [...byPolicy(half)].map(([policy, own]) => {
    const [missing, why] = own.some(({ dns }) => equals(dns, DNS_TCP))
      ? ['UDP', 'which nearly every question takes']
      : ['TCP', 'which long answers take'];
    const message = `${namesOf(own.map(({ pod }) => pod))} may ask the cluster's DNS, but not over ${missing}, ${why}`;
    return findingAt('dns-over-one-protocol', message, underlining(below(policy.origin, 'spec', 'egress'), 'key'), {
      help: `add \`{port: 53, protocol: ${missing}}\` to the rule for DNS of ${titleOf(policy)} or of the policy that has it`,
    });
  });
};
