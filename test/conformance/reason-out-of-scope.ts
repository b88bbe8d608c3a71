import type { ConformanceCase } from './read-corpora.ts';

/** What a case rests on that this version does not have; by the first that applies. */
const LATER_NEEDS: readonly (readonly [requirement: string, reason: string])[] = [
  ['multiple-networks', 'more than one network per pod'],
  ['fqdn-resolution', 'names that DNS resolves'],
];

/** Warnings of netpol-analyzer, in its words, that no gate has to give; others say that something could not be read. */
const IDLE_WARNINGS: readonly (readonly [says: RegExp, reason: string])[] = [
  [/^Workload .* does not exist in the input/, 'a warning about workloads that options of the tool name'],
  [/^no relevant Kubernetes/, 'a warning that there are no workloads or no policies, which is a valid answer'],
  [
    /cannot unmarshal array/,
    'a warning about JSON that is no list of Kubernetes objects; nothing is lost by reading on',
  ],
];

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
  const said = written['expect_error'];
  if (typeof said !== 'string') return "a line of the tool's log about input that it answers";
  return IDLE_WARNINGS.find(([says]) => says.test(said))?.[1];
}
