import type { Direction } from './resources.ts';

/** The direction that traffic has for the other end. */
export function opposite(direction: Direction): Direction {
  return direction === 'egress' ? 'ingress' : 'egress';
}
