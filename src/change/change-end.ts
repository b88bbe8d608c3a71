import type { PodBox } from '../possible/pod-box.ts';
import type { KnownEnd } from './match-ends.ts';

/** One end of a question about a change: a known one, or pods that could be created. */
export type ChangeEnd = KnownEnd | readonly PodBox[];

/** Whether an end is given by boxes of pods that could be created. */
export function isBoxes(end: ChangeEnd): end is readonly PodBox[] {
  return Array.isArray(end);
}
