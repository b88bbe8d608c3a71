import type { Direction } from '../resources/resources.ts';

const labels: Readonly<Record<Direction, string[]>> = { ingress: [], egress: [] };

/** `ingress rule 1` for the first; one text for all policies. */
export function ruleLabel(direction: Direction, index: number): string {
  const own = labels[direction];
  own[index] ??= `${direction} rule ${index + 1}`;
  return own[index];
}
