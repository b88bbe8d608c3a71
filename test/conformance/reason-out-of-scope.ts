import { type ConformanceCase, fieldsOf } from './read-corpora.ts';

/** What a case rests on that this version does not have; by the first that applies. */
const LATER_NEEDS: readonly (readonly [requirement: string, reason: string])[] = [
  ['multiple-networks', 'more than one network per pod'],
  ['fqdn-resolution', 'names that DNS resolves'],
];

/** Warnings that something was not read, in the words of their tool; the others speak of its options or of valid input. */
const NOT_READ = /cannot (?:restore slice|start any token)/;

/** Why a case is out of scope in this version; undefined if it is asked. */
export function reasonOutOfScope(one: ConformanceCase): string | undefined {
  const need = LATER_NEEDS.find(([requirement]) => one.requires.includes(requirement));
  if (need !== undefined) return `not modelled: ${need[1]}`;
  if (one.corpus === 'netpol-analyzer' && one.requires.includes('ipv6'))
    return 'IPv6, which netpol-analyzer does not read right';
  if (one.mode === 'warning') return reasonOfWarning(one);
  return undefined;
}

function reasonOfWarning({ written }: ConformanceCase): string | undefined {
  if (NOT_READ.test(String(written['expect_error']))) return undefined;
  return fieldsOf(written['options'])['focus_workloads'] === undefined
    ? 'a warning about input that is valid and fully answered'
    : 'a warning about workloads that options of the tool name';
}
