import type { Cluster } from '../cluster/cluster.ts';
import type { Endpoint } from '../cluster/endpoint.ts';
import { matches } from '../cluster/matches.ts';
import type { EndpointPredicate } from '../cluster/predicate.ts';
import type { Truth } from '../cluster/truth.ts';
import type { EndpointClasses } from './classify-endpoints.ts';

const UNKNOWN_YET = 0;
const NO = 1;
const YES = 2;
const DOUBTFUL = 3;

interface Table {
  /** By class of endpoints. */
  readonly answers: Uint8Array;
  readonly doubts: Map<number, Truth>;
}

/** `matches` for endpoints named by index, worked out once for each class of equal endpoints and equal predicates. */
export function memoisedMatches(
  cluster: Cluster,
  classes: EndpointClasses,
): (predicate: EndpointPredicate, endpoint: number) => Truth {
  const tableByMeaning = new Map<string, Table>();
  const tables = new WeakMap<EndpointPredicate, Table>();
  const tableOf = (predicate: EndpointPredicate): Table => {
    const meaning = JSON.stringify(predicate, withoutOrigins);
    const table = tableByMeaning.get(meaning) ?? { answers: new Uint8Array(classes.count), doubts: new Map() };
    tableByMeaning.set(meaning, table);
    tables.set(predicate, table);
    return table;
  };
  return (predicate, endpoint) => {
    if (predicate.kind === 'everything') return true;
    const table = tables.get(predicate) ?? tableOf(predicate);
    const known = classes.classOf[endpoint] as number;
    const answer = table.answers[known];
    if (answer === YES) return true;
    if (answer === NO) return false;
    if (answer !== UNKNOWN_YET) return table.doubts.get(known) ?? false;
    const truth = matches(predicate, cluster.endpoints[endpoint] as Endpoint);
    table.answers[known] = truth === true ? YES : truth === false ? NO : DOUBTFUL;
    if (typeof truth !== 'boolean') table.doubts.set(known, truth);
    return truth;
  };
}

/** Where a predicate is written does not change whom it means. A doubt keeps its origin: it is part of the answer. */
function withoutOrigins(this: unknown, key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  const isDoubt = typeof this === 'object' && this !== null && 'why' in this;
  return key === 'origin' && !isDoubt ? undefined : value;
}
