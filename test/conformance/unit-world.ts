import type { Probe } from './ask-probes.ts';

/** A row of a table as a world of its own with one question, or why no manifest can say it. */
export type UnitReading =
  | { readonly kind: 'world'; readonly objects: readonly unknown[]; readonly probes: readonly Probe[] }
  | { readonly kind: 'unsayable'; readonly reason: string };

/** A world that answers one row. */
export function unitWorld(objects: readonly unknown[], one: Probe): UnitReading {
  return { kind: 'world', objects, probes: [one] };
}

/** A row that speaks of what no cluster can hold. */
export function unsayable(reason: string): UnitReading {
  return { kind: 'unsayable', reason };
}

/** A pod with one container. */
export function podObject(namespace: string, name: string, labels: unknown, ports: unknown = []): unknown {
  const spec = { containers: [{ name: 'main', image: 'main', ports }] };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, labels }, spec };
}

/** Whether the row wants yes or no; throws on anything else. */
export function wantOf(want: unknown): boolean {
  if (typeof want !== 'boolean') throw new Error('a row wants true or false');
  return want;
}
