import type { Policy } from '../cluster/cluster.ts';
import type { Doubt } from '../cluster/truth.ts';

/** Policies of which nobody knows which comes first, by index; `doubt` says so where there are several. */
interface PrecedenceGroup {
  readonly policies: readonly number[];
  readonly doubt?: Doubt;
}

/** Which policies of a tier come before which: groups of a chain in order, chains in an order nobody knows. */
export interface Precedence {
  readonly chains: readonly { readonly groups: readonly PrecedenceGroup[] }[];
  /** Where there are several chains: that their order is not known. */
  readonly doubt?: Doubt;
}

/** Arranges the policies of one tier. Those without a precedence keep the order of the list. */
export function precedenceOf(policies: readonly Policy[]): Precedence {
  if (policies.every(({ precedence }) => precedence === undefined)) return inTheirOrder(policies.length);
  const byChain = new Map<string, number[]>();
  for (const [index, { precedence }] of policies.entries()) {
    const chain = precedence?.chain ?? '';
    const members = byChain.get(chain);
    if (members === undefined) byChain.set(chain, [index]);
    else members.push(index);
  }
  const chains = [...byChain].map(([chain, members]) => ({
    groups: chain === '' ? members.map((index) => ({ policies: [index] })) : byPriority(members, policies),
  }));
  const names = [...byChain.keys()].filter((chain) => chain !== '').sort();
  if (chains.length < 2) return { chains };
  const last = policies.findLast(({ precedence }) => precedence !== undefined)?.precedence;
  const doubt: Doubt = {
    why: `the API does not say whether policies of the kind ${names.join(' or ')} come first`,
    settle: 'write all of them as one kind, each with a priority of its own',
    ...(last && { origin: last.origin }),
  };
  return { chains, doubt };
}

const orders: Precedence[] = [];

/** One order for each number of policies: nearly all policies that are asked together have no precedence. */
function inTheirOrder(count: number): Precedence {
  orders[count] ??= { chains: [{ groups: Array.from({ length: count }, (_, index) => ({ policies: [index] })) }] };
  return orders[count];
}

function byPriority(members: readonly number[], policies: readonly Policy[]): readonly PrecedenceGroup[] {
  const groups = new Map<number, number[]>();
  for (const index of members) {
    const priority = policies[index]?.precedence?.priority ?? 0;
    const equals = groups.get(priority);
    if (equals === undefined) groups.set(priority, [index]);
    else equals.push(index);
  }
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([priority, equals]) => {
      if (equals.length === 1) return { policies: equals };
      const names = equals.map((index) => `\`${policies[index]?.name}\``).join(' and ');
      const last = policies[equals.at(-1) ?? 0];
      const doubt: Doubt = {
        why: `${last?.kind} ${names} have the same priority ${priority}, and the API does not say which comes first`,
        settle: 'give them different priorities: the lower number comes first',
        ...(last?.precedence && { origin: last.precedence.origin }),
      };
      return { policies: equals, doubt };
    });
}
