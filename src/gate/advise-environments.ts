import type { Judgement } from '../assertions/judgement.ts';
import type { Suite } from '../assertions/suite.ts';

const EVERYWHERE =
  'every claim of a suite is judged in each of its environments: claims about one of them go into a suite of its own';

/** Adds to a name that is not found in one of several environments that it would have to be in all of them. */
export function adviseEnvironments(judgement: Judgement, { environments = [] }: Suite): Judgement {
  if (environments.length < 2 || judgement.status !== 'invalid') return judgement;
  const [first] = judgement.findings;
  const findings = judgement.findings.map((finding) =>
    finding.code === 'unknown-name' && finding.severity === 'error'
      ? { ...finding, help: finding.help === undefined ? EVERYWHERE : `${finding.help}; ${EVERYWHERE}` }
      : finding,
  );
  const [help] = findings.flatMap((finding) => finding.help ?? []);
  // The claim itself repeats the help of what is wrong with it first.
  const isRepeated = first !== undefined && (judgement.help === undefined || judgement.help === first.help);
  return { ...judgement, findings, ...(isRepeated && help !== undefined && { help }) };
}
