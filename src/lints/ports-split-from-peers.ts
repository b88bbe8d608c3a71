import { findingAt } from '../resources/finding-at.ts';
import type { NetworkPolicyPort, NetworkPolicyRule } from '../resources/resources.ts';
import { DIRECTIONS, titleOf } from './linted-rules.ts';
import type { Lint } from './linted-world.ts';

/** Peers and ports as two rules: the peers get every port, and everybody gets the ports. */
export const portsSplitFromPeers: Lint = (world) =>
  world.resources.networkPolicies.flatMap((policy) =>
    DIRECTIONS.flatMap((direction) => {
      const rules = policy.governs[direction] ? policy.rules[direction] : [];
      const side = direction === 'ingress' ? 'from' : 'to';
      const people = direction === 'ingress' ? 'everyone reaches these pods' : 'these pods reach everyone';
      return rules.flatMap((rule, index) => {
        const peersAlone = [rules[index - 1], rules[index + 1]].find((other) => other && hasOnlyPeers(other));
        if (!hasOnlyPorts(rule) || peersAlone === undefined) return [];
        if (direction === 'egress' && isEverydayEgress(rule)) return [];
        const message = `${direction} rule ${index + 1} of ${titleOf(policy)} has ports but no \`${side}\`, so ${people} on them`;
        return [
          findingAt('ports-split-from-peers', message, rule.origin, {
            help: `if the ports are meant for the peers of the rule beside it, make one rule of the two: remove the \`-\` before \`ports\``,
            related: [{ at: peersAlone.origin, message: 'this rule has no ports, so its peers get every port' }],
          }),
        ];
      });
    }),
  );

function hasOnlyPeers({ peers, ports }: NetworkPolicyRule): boolean {
  return peers !== 'everyone' && ports === 'everything';
}

function hasOnlyPorts({ peers, ports }: NetworkPolicyRule): boolean {
  return peers === 'everyone' && ports !== 'everything';
}

/** DNS, NTP and the web are often let out to anywhere. */
const EVERYDAY: ReadonlySet<number> = new Set([53, 80, 123, 443, 5353]);

function isEverydayEgress({ ports }: NetworkPolicyRule): boolean {
  return ports !== 'everything' && ports.every(isEveryday);
}

function isEveryday({ port }: NetworkPolicyPort): boolean {
  return port.kind === 'range' && port.first === port.last && EVERYDAY.has(port.first);
}
