import type { Cluster } from '../cluster/cluster.ts';
import type { Endpoint } from '../cluster/endpoint.ts';
import { matches } from '../cluster/matches.ts';
import type { Direction } from '../resources/resources.ts';
import { type Overlay, overlay, stretchOf } from '../sets/overlay.ts';
import { classifyDestinations } from './classify-destinations.ts';
import type { FindMeant } from './find-meant.ts';
import type { Outcome } from './join-outcomes.ts';
import { type Governing, walkLayer } from './walk-layer.ts';

/** What is known of one set of governing policies. */
interface Known {
  /** How often it was asked about. */
  asked: number;
  /** The peers of the rules laid over each other: sets 2n and 2n + 1 are whom rule n surely means, and may mean. */
  peers?: Overlay;
  /** By which of the rules match, the outcome for each class of destinations. */
  readonly outcomes: Map<readonly number[], (Outcome | undefined)[]>;
  /** The last peer asked about, with those beside it that the same rules match, and their outcomes: most ask in turn. */
  recent?: { readonly first: number; readonly end: number; readonly byDestination: (Outcome | undefined)[] };
}

/** So often policies are asked before it pays to find out whom all their rules mean. */
const FEW_TIMES = 8;

/**
 * The outcome of a walk depends on the governing policies, on which of their rules match the peer, and on the
 * destination's named ports; few combinations occur. The steps of the walks are not kept. Equal outcomes are one object.
 */
export function rememberOutcomes(
  cluster: Cluster,
  { meantBy }: FindMeant,
): (governing: Governing, direction: Direction, peer: number, destination: number) => Outcome {
  const { endpoints } = cluster;
  const destinations = classifyDestinations(cluster);
  const known = new Map<Governing, Known>();
  const shared = shareEqual();
  const walk = (governing: Governing, direction: Direction, peer: number, destination: number): Outcome => {
    const matching = governing.rules.map((rule) => matches(rule.peer, endpoints[peer] as Endpoint));
    return shared(walkLayer(governing, direction, endpoints[destination] as Endpoint, matching));
  };
  return (governing, direction, peer, destination) => {
    const what: Known = known.get(governing) ?? { asked: 0, outcomes: new Map() };
    if (what.asked === 0) known.set(governing, what);
    what.asked += 1;
    if (what.asked <= FEW_TIMES) return walk(governing, direction, peer, destination);
    if (what.recent === undefined || peer < what.recent.first || peer >= what.recent.end) {
      what.peers ??= layPeers(governing, meantBy);
      const { first, end, holders } = stretchOf(what.peers, peer);
      const byDestination = what.outcomes.get(holders) ?? [];
      if (byDestination.length === 0) what.outcomes.set(holders, byDestination);
      what.recent = { first, end, byDestination };
    }
    const { byDestination } = what.recent;
    const kind = destinations[destination] as number;
    const outcome = byDestination[kind] ?? walk(governing, direction, peer, destination);
    byDestination[kind] = outcome;
    return outcome;
  };
}

function layPeers({ rules }: Governing, meantBy: FindMeant['meantBy']): Overlay {
  return overlay(
    rules.flatMap(({ peer }) => {
      const { surely, perhaps } = meantBy(peer);
      return [surely, perhaps];
    }),
  );
}

function shareEqual(): (outcome: Outcome) => Outcome {
  const byMeaning = new Map<string, Outcome>();
  return ({ mayAllow, mayDeny }) => {
    const meaning = `${mayAllow.join(',')} ${mayDeny.join(',')}`;
    const known = byMeaning.get(meaning) ?? { mayAllow, mayDeny };
    byMeaning.set(meaning, known);
    return known;
  };
}
