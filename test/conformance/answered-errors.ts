import type { ConformanceCase } from './read-corpora.ts';

/** An error of the tool behind a corpus about input that Kubernetes accepts and that can be answered. */
interface AnsweredError {
  readonly corpus: string;
  /** In the words of the tool. */
  readonly says: RegExp;
  readonly reason: string;
}

const ANSWERED_ERRORS: readonly AnsweredError[] = [
  {
    corpus: 'netpol-analyzer',
    says: /^Found Pods of the same owner workload/,
    reason:
      'refuses pods of one owner with different labels, since it shows them as one workload; here each is judged by itself',
  },
  {
    corpus: 'netpol-analyzer',
    says: /assigned the same priority/,
    reason: 'stops at equal priorities even where the two policies cannot contradict each other',
  },
];

/** Why the input of an error case may be answered; undefined: it may not. */
export function reasonToAnswer({ corpus, mode, written }: ConformanceCase): string | undefined {
  if (mode !== 'error') return undefined;
  const said = String(written['expect_error']);
  return ANSWERED_ERRORS.find((one) => one.corpus === corpus && one.says.test(said))?.reason;
}
