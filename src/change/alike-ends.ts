import type { Policy } from '../cluster/cluster.ts';
import type { Endpoint } from '../cluster/endpoint.ts';
import { matches } from '../cluster/matches.ts';
import type { EndpointPredicate } from '../cluster/predicate.ts';
import { partsOf } from '../connectivity/split-cells.ts';
import type { PodBox } from '../possible/pod-box.ts';
import { opposite } from '../resources/opposite.ts';
import type { Direction } from '../resources/resources.ts';
import { type ChangeEnd, isBoxes } from './change-end.ts';
import { contentKey } from './content-key.ts';
import type { KnownEnd } from './match-ends.ts';
import { remember } from './remember.ts';
import { splitAtMeant } from './split-at-meant.ts';
import { boxIn, policiesOf, type TreeName, type Trees, tiersOf } from './trees.ts';

/**
 * The same text for questions of a known end and pods that could be created to which the policies of both trees give the
 * same answer, told apart in the same way; `undefined` for others. An end whose own policies say nothing of those pods
 * is like every other whom the policies of those pods treat as they treat it.
 */
export function questionKeys(trees: Trees): (from: ChangeEnd, to: ChangeEnd) => string | undefined {
  const towards = new Map<string, (end: KnownEnd) => string>();
  const keyOf = (end: KnownEnd, boxes: readonly PodBox[], direction: Direction): string => {
    const asked = `${direction} ${contentKey(boxes)}`;
    const find = towards.get(asked) ?? keysTowards(boxes, direction, trees);
    towards.set(asked, find);
    return `${asked} ${find(end)}`;
  };
  return (from, to) => {
    if (isBoxes(from)) return isBoxes(to) ? undefined : keyOf(to, from, 'ingress');
    return isBoxes(to) ? keyOf(from, to, 'egress') : undefined;
  };
}

/** `direction`: that in which the known end is the subject. */
function keysTowards(boxes: readonly PodBox[], direction: Direction, trees: Trees): (end: KnownEnd) => string {
  const [base, head] = [keysIn('base', boxes, direction, trees), keysIn('head', boxes, direction, trees)];
  return (end) => `${base(end)} ${head(end)}`;
}

function keysIn(
  tree: TreeName,
  boxes: readonly PodBox[],
  direction: Direction,
  trees: Trees,
): (end: KnownEnd) => string {
  const { cluster, engine } = trees[tree];
  const tiers = tiersOf(trees[tree]);
  const split = splitAtMeant(trees);
  const there = boxes.map((box) => boxIn(trees, tree, box));
  const meansThem = (predicate: EndpointPredicate): boolean =>
    there.some((box) => split(box, [{ tree, predicate }]).meant.length > 0);
  const sayingOf = remember((policy: Policy) => {
    const { isolates, precedence, doubt, rules } = policy;
    return contentKey([
      tiers.get(policy),
      isolates[direction],
      precedence && [precedence.chain, precedence.priority],
      doubt !== undefined,
      rules[direction]
        .filter(({ peer }) => meansThem(peer))
        .map(({ action, peer, traffic, doubt: inDoubt }) => [action, peer, traffic, inDoubt !== undefined]),
    ]);
  });
  const theirs = policiesOf(trees[tree]).filter(({ subject }) => meansThem(subject));
  const peers = peersOf(theirs, opposite(direction));
  return (end) => {
    const index = end.in[tree] ?? -1;
    const endpoint = cluster.endpoints[index];
    if (endpoint === undefined) return 'absent';
    return contentKey([
      engine.governing(index, direction).map((policy) => [sayingOf(policy), inShort(policy.subject, endpoint)]),
      peers.map((peer) => inShort(peer, endpoint)).join(''),
      // What the names of ports mean at the destination.
      endpoint.kind === 'pod' ? (endpoint.namedPorts ?? 'unknown') : 'none',
    ]);
  };
}

/** Whom rules of policies mean, each meaning once. */
function peersOf(policies: readonly Policy[], direction: Direction): readonly EndpointPredicate[] {
  const peers = policies.flatMap(({ rules }) => rules[direction]).flatMap(({ peer }) => partsOf(peer));
  return [...new Map(peers.map((peer) => [contentKey(peer), peer])).values()];
}

/** Why it is in doubt whom a predicate means bears on no answer. */
function inShort(predicate: EndpointPredicate, endpoint: Endpoint): string {
  const truth = matches(predicate, endpoint);
  return truth === true ? 'y' : truth === false ? 'n' : '?';
}
