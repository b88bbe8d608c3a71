import type { Cluster, Rule } from '../cluster/cluster.ts';
import type { Endpoint } from '../cluster/endpoint.ts';
import type { Truth } from '../cluster/truth.ts';
import type { Direction } from '../resources/resources.ts';
import { classifyDestinations, type EndpointClasses } from './classify-endpoints.ts';
import type { Outcome } from './join-outcomes.ts';
import { type Governing, walkLayer } from './walk-layer.ts';

/** What is known of one set of governing policies. */
interface Known {
  /** By class of the peer: the number of its row in `outcomes`, from 1; 0: not asked yet. Absent: rules are few. */
  readonly rowOfPeer: Int32Array | undefined;
  /** By which of the rules match, in short. */
  readonly rows: Map<number | string, number>;
  /** A row by class of destinations. */
  readonly outcomes: (Outcome | undefined)[][];
}

/** So few rules are asked faster than what they said is looked up, and their answers are the digits of one number. */
const FEW_RULES = 8;

/**
 * The outcome of a walk depends on the governing policies, on which of their rules match the peer, and on the
 * destination's named ports; few combinations occur. The steps of the walks are not kept. Equal outcomes are one object.
 */
export function rememberOutcomes(
  cluster: Cluster,
  classes: EndpointClasses,
  truthOf: (predicate: Rule['peer'], endpoint: number) => Truth,
): (governing: Governing, direction: Direction, peer: number, destination: number) => Outcome {
  const destinations = classifyDestinations(cluster);
  const known = new Map<Governing, Known>();
  const learn = (governing: Governing): Known => {
    const rowOfPeer = governing.rules.length <= FEW_RULES ? undefined : new Int32Array(classes.count);
    const nothing: Known = { rowOfPeer, rows: new Map(), outcomes: [] };
    known.set(governing, nothing);
    return nothing;
  };
  const shared = shareEqual();
  const matchingOf = (rules: readonly Rule[], peer: number): number | string => {
    if (rules.length > FEW_RULES) return rules.map((rule) => inShort(truthOf(rule.peer, peer))).join('');
    return rules.reduce((digits, rule) => 3 * digits + inShort(truthOf(rule.peer, peer)), 0);
  };
  const findRow = ({ rules }: Governing, { rows, outcomes }: Known, peer: number): number => {
    const matching = matchingOf(rules, peer);
    const row = rows.get(matching) ?? outcomes.push([]);
    rows.set(matching, row);
    return row;
  };
  const rowOf = (governing: Governing, what: Known, peer: number): number => {
    if (what.rowOfPeer === undefined) return findRow(governing, what, peer);
    const classOfPeer = classes.classOf[peer] as number;
    const row = what.rowOfPeer[classOfPeer] || findRow(governing, what, peer);
    what.rowOfPeer[classOfPeer] = row;
    return row;
  };
  return (governing, direction, peer, destination) => {
    const what = known.get(governing) ?? learn(governing);
    const row = what.outcomes[rowOf(governing, what, peer) - 1] as (Outcome | undefined)[];
    const kind = destinations.classOf[destination] as number;
    const found = row[kind];
    if (found !== undefined) return found;
    const matching = governing.rules.map((rule) => truthOf(rule.peer, peer));
    const outcome = shared(walkLayer(governing, direction, cluster.endpoints[destination] as Endpoint, matching));
    row[kind] = outcome;
    return outcome;
  };
}

/** Why a match is in doubt does not change what may flow. */
function inShort(truth: Truth): 0 | 1 | 2 {
  return truth === false ? 0 : truth === true ? 1 : 2;
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
