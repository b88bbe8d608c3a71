import type { Cluster } from '../cluster/cluster.ts';
import type { Endpoint } from '../cluster/endpoint.ts';
import type { Direction } from '../resources/resources.ts';
import { holdersOf, type Overlay, overlay } from '../sets/overlay.ts';
import { classifyDestinations } from './classify-destinations.ts';
import type { FindMeant } from './find-meant.ts';
import type { Outcome } from './join-outcomes.ts';
import { type Governing, walkLayer } from './walk-layer.ts';

/** What is known of one set of governing policies. */
interface Known {
  /** The peers of their rules laid over each other: sets 2n and 2n + 1 are whom rule n surely means, and may mean. */
  readonly peers: Overlay;
  /** By which of the rules match, the outcome for each class of destinations. */
  readonly outcomes: Map<readonly number[], (Outcome | undefined)[]>;
}

/**
 * The outcome of a walk depends on the governing policies, on which of their rules match the peer, and on the
 * destination's named ports; few combinations occur. The steps of the walks are not kept. Equal outcomes are one object.
 */
export function rememberOutcomes(
  cluster: Cluster,
  { meantBy, truthOf }: FindMeant,
): (governing: Governing, direction: Direction, peer: number, destination: number) => Outcome {
  const destinations = classifyDestinations(cluster);
  const known = new Map<Governing, Known>();
  const learn = (governing: Governing): Known => {
    const peers = overlay(
      governing.rules.flatMap(({ peer }) => {
        const { surely, perhaps } = meantBy(peer);
        return [surely, perhaps];
      }),
    );
    const nothing: Known = { peers, outcomes: new Map() };
    known.set(governing, nothing);
    return nothing;
  };
  const shared = shareEqual();
  return (governing, direction, peer, destination) => {
    const { peers, outcomes } = known.get(governing) ?? learn(governing);
    const matching = holdersOf(peers, peer);
    let byDestination = outcomes.get(matching);
    if (byDestination === undefined) {
      byDestination = [];
      outcomes.set(matching, byDestination);
    }
    const kind = destinations[destination] as number;
    const found = byDestination[kind];
    if (found !== undefined) return found;
    const truths = governing.rules.map((rule) => truthOf(rule.peer, peer));
    const outcome = shared(walkLayer(governing, direction, cluster.endpoints[destination] as Endpoint, truths));
    byDestination[kind] = outcome;
    return outcome;
  };
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
