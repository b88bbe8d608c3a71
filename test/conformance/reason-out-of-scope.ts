import { type ConformanceCase, fieldsOf } from './read-corpora.ts';

const LATER_MODES = ['exposure', 'exposure_focus', 'diff', 'explain', 'error', 'warning', 'connlist_multinet'] as const;

/** What a case rests on that this version does not have; by the first that applies. */
const LATER_NEEDS: readonly (readonly [requirement: string, reason: string])[] = [
  ['multiple-networks', 'more than one network per pod'],
  ['fqdn-resolution', 'names that DNS resolves'],
];

/** Why a case is out of scope in this version; undefined if it is asked. */
export function reasonOutOfScope(one: ConformanceCase): string | undefined {
  const need = LATER_NEEDS.find(([requirement]) => one.requires.includes(requirement));
  if (need !== undefined) return `not modelled: ${need[1]}`;
  if (LATER_MODES.some((mode) => mode === one.mode)) return `no counterpart of the mode \`${one.mode}\``;
  if (one.corpus === 'netpol-analyzer' && one.requires.includes('ipv6'))
    return 'IPv6, which netpol-analyzer does not read right';
  if (fieldsOf(one.written['options'])['focus_conn'] !== undefined) return 'no counterpart of the option `focus_conn`';
  return undefined;
}
