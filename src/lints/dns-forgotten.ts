import { findingAt } from '../resources/finding-at.ts';
import { isEmpty } from '../sets/interval-set.ts';
import { below, underlining } from '../source/source-ref.ts';
import { byPolicy, dnsReaches } from './dns-reach.ts';
import { titleOf } from './linted-rules.ts';
import { type Lint, namesOf } from './linted-world.ts';

/** Pods that may reach other pods, but not the DNS that tells them where those are. */
export const dnsForgotten: Lint = (world) => {
  const without = dnsReaches(world).filter(({ dns, thinksOfDns }) => isEmpty(dns) && !thinksOfDns);
  return [...byPolicy(without)].map(([policy, own]) => {
    const message = `${titleOf(policy)} lets ${namesOf(own.map(({ pod }) => pod))} reach other pods, but no policy lets them ask the cluster's DNS for names`;
    return findingAt('dns-forgotten', message, underlining(below(policy.origin, 'spec', 'egress'), 'key'), {
      help: 'add an egress rule for port 53, UDP and TCP',
      example: DNS_RULE,
    });
  });
};

const DNS_RULE = `- to:
    - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}
      podSelector: {matchLabels: {k8s-app: kube-dns}}
  ports:
    - {port: 53, protocol: UDP}
    - {port: 53, protocol: TCP}`;
