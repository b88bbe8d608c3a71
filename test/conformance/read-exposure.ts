import type { NamespaceScope } from '../../src/cluster/predicate.ts';
import type { LabelRequirement, LabelSelector } from '../../src/resources/label-selector.ts';
import type { Direction } from '../../src/resources/resources.ts';
import type { ConnectionSet } from '../../src/sets/connection-set.ts';
import { readConn } from './conformance-traffic.ts';
import { type Fields, fieldsOf, listOf } from './read-corpora.ts';

/** Pods that could be created: whatever these selectors pick. */
export interface PossiblePods {
  readonly namespaces: NamespaceScope;
  readonly labels: LabelSelector;
}

/** Whom a workload is exposed to. */
type ExposurePeer =
  | { readonly kind: 'range'; readonly text: string }
  /** Any pod that could be created. */
  | { readonly kind: 'cluster' }
  | ({ readonly kind: 'pods' } & PossiblePods);

/** One row: what the workload admits from peers, or sends to them. */
export interface ExposureRow {
  readonly workload: string;
  readonly direction: Direction;
  readonly peer: ExposurePeer;
  readonly conn: ConnectionSet;
}

/** What a case says about exposure. */
export interface Exposure {
  readonly rows: readonly ExposureRow[];
  /** Workloads that no policy governs in a direction. */
  readonly unprotected: readonly Pick<ExposureRow, 'workload' | 'direction'>[];
}

const DIRECTIONS = ['egress', 'ingress'] as const;

/** Reads the rows of a case; throws on a peer that is not known: what cannot be read is not compared. */
export function readExposure(written: Fields): Exposure {
  const exposure = fieldsOf(written['exposure']);
  const rows = DIRECTIONS.flatMap((direction) =>
    listOf(exposure[direction])
      .map(fieldsOf)
      .map(({ workload, peer, conn }) => ({
        workload: String(workload),
        direction,
        peer: readPeer(fieldsOf(peer)),
        conn: readConn(conn),
      })),
  );
  const unprotected = listOf(exposure['unprotected'])
    .map(fieldsOf)
    .map(({ workload, direction }) => ({ workload: String(workload), direction: directionOf(direction) }));
  return { rows, unprotected };
}

function directionOf(text: unknown): Direction {
  const direction = DIRECTIONS.find((known) => known === text);
  if (direction === undefined) throw new Error(`unknown direction ${String(text)}`);
  return direction;
}

function readPeer(peer: Fields): ExposurePeer {
  switch (peer['kind']) {
    case 'ip':
      return { kind: 'range', text: String(peer['range']) };
    case 'entire-cluster':
      return { kind: 'cluster' };
    case 'representative':
      return { kind: 'pods', namespaces: readScope(peer), labels: readSelector(peer['pod_selector']) };
    default:
      throw new Error(`unknown peer ${String(peer['kind'])}`);
  }
}

function readScope({ namespace, namespace_selector: selector }: Fields): NamespaceScope {
  if (typeof namespace === 'string') return { kind: 'named', name: namespace };
  return { kind: 'selected', selector: readSelector(selector) };
}

const REQUIREMENT = /\{Key:([^,]+),Operator:([A-Za-z]+),Values:\[([^\]]*)\],\}|([^,{}=]+)=([^,{}]*)/g;
const OPERATORS: readonly string[] = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

/** `{foo=managed,{Key:role,Operator:NotIn,Values:[search web],}}`. */
export function readSelector(text: unknown): LabelSelector {
  const inner = /^\{(.*)\}$/.exec(String(text))?.[1];
  if (inner === undefined || inner.replace(REQUIREMENT, '').replaceAll(',', '') !== '')
    throw new Error(`unknown selector ${String(text)}`);
  return { requirements: [...inner.matchAll(REQUIREMENT)].map(readRequirement) };
}

function readRequirement(found: RegExpExecArray): LabelRequirement {
  const [, key = '', operator = '', values = '', label, value = ''] = found;
  if (label !== undefined) return { key: label, operator: 'In', values: [value] };
  if (!OPERATORS.includes(operator)) throw new Error(`unknown operator ${operator}`);
  return { key, operator: operator as LabelRequirement['operator'], values: values.split(' ').filter(Boolean) };
}
