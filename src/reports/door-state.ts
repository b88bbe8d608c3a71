import type { ReportedDoor } from '../findings/report.ts';
import { shortTraffic } from './format-traffic.ts';

/** What comes through a door from outside, in words: `8080/tcp open, 9090/tcp undecided`. */
export function doorState({ open, undecided, shut }: ReportedDoor): string {
  const parts = [
    { traffic: open, word: 'open' },
    { traffic: undecided, word: 'undecided' },
    { traffic: shut, word: 'shut' },
  ].flatMap(({ traffic, word }) => (traffic.length === 0 ? [] : [`${shortTraffic(traffic)} ${word}`]));
  return parts.length === 0 ? 'shut' : parts.join(', ');
}
