import type { Policy, Rule, Tier, TrafficPattern } from '../cluster/cluster.ts';
import type { Direction } from '../resources/resources.ts';
import { ALL_CONNECTIONS, type ConnectionSet, NO_CONNECTIONS } from '../sets/connection-set.ts';
import { union } from '../sets/interval-set.ts';
import { DIRECTIONS } from './linted-rules.ts';
import type { LintedWorld } from './linted-world.ts';

/** A rule of an ordered policy, with everything that is surely asked before it. */
export interface OrderedRule {
  readonly policy: Policy;
  readonly rule: Rule;
  readonly direction: Direction;
  readonly earlier: readonly { readonly policy: Policy; readonly rule: Rule }[];
}

/** Tiers whose policies have an order. */
export function orderedTiers({ cluster }: LintedWorld): readonly Tier[] {
  return cluster.layers
    .flatMap(({ tiers }) => tiers)
    .filter(({ policies }) => policies.some(({ precedence }) => precedence !== undefined));
}

/** Rules of admin policies. Of policies whose order is not known, neither is earlier than the other. */
export function orderedRules(world: LintedWorld): readonly OrderedRule[] {
  return orderedTiers(world).flatMap(({ policies }) =>
    policies.flatMap((policy) =>
      DIRECTIONS.flatMap((direction) =>
        policy.rules[direction].map((rule, index) => ({
          policy,
          rule,
          direction,
          earlier: [
            ...policies.filter((other) => isEarlier(other, policy)).flatMap((other) => rulesOfPolicy(other, direction)),
            ...rulesOfPolicy(policy, direction).slice(0, index),
          ],
        })),
      ),
    ),
  );
}

function rulesOfPolicy(policy: Policy, direction: Direction): OrderedRule['earlier'] {
  return policy.rules[direction].map((rule) => ({ policy, rule }));
}

function isEarlier({ precedence: a }: Policy, { precedence: b }: Policy): boolean {
  return a !== undefined && b !== undefined && a.chain === b.chain && a.priority < b.priority;
}

/** The ports of a pattern that are numbers; a port by name has a number on its pod alone. */
export function numberedTraffic(pattern: TrafficPattern): ConnectionSet {
  if (pattern === 'everything') return ALL_CONNECTIONS;
  return pattern.map((part) => (part.kind === 'ports' ? part.traffic : NO_CONNECTIONS)).reduce(union, NO_CONNECTIONS);
}

/** The names of a pattern's ports. */
export function namedTraffic(pattern: TrafficPattern): ReadonlySet<string> {
  if (pattern === 'everything') return new Set();
  return new Set(pattern.flatMap((part) => (part.kind === 'named' ? [part.name] : [])));
}
