import type { Judgement } from '../assertions/judgement.ts';
import type { JudgingWorld } from '../assertions/judging-world.ts';
import type { ReportedMatrix } from '../findings/report.ts';
import type { Place } from '../source/place.ts';
import type { SourceRef } from '../source/source-ref.ts';
import type { World } from './read-world.ts';
import { type MarkedClaim, reportMatrix } from './report-matrix.ts';

/** A suite judged in a world, or in none because its manifests are not known. */
interface Judged {
  readonly world?: World;
  readonly context?: JudgingWorld;
  /** Who fronts routes, as the suite states; doors depend on it. */
  readonly front?: readonly number[];
  readonly judgements: readonly Judgement[];
}

/** One matrix for each world, marked with the claims of all suites about it; claims are counted over all suites. */
export function reportMatrices(
  judged: readonly Judged[],
  locate: (ref: SourceRef) => Place,
): readonly ReportedMatrix[] {
  const counted = countClaims(judged);
  const groups: (typeof counted)[] = [];
  for (const one of counted) {
    const group = groups.find(([first]) => first !== undefined && isSameWorld(first, one));
    if (group === undefined) groups.push([one]);
    else group.push(one);
  }
  return groups.map((group) => {
    const { world, context } = group[0] as CountedSuite;
    const subject = {
      world,
      exposure: context.exposure,
      suites: [...new Set(group.map((one) => one.context.suite.file))],
      claims: group.flatMap(({ claims }) => claims),
    };
    return reportMatrix(subject, locate);
  });
}

interface CountedSuite extends Judged {
  readonly world: World;
  readonly context: JudgingWorld;
  readonly claims: readonly MarkedClaim[];
}

function countClaims(judged: readonly Judged[]): CountedSuite[] {
  let next = 0;
  return judged.flatMap((one) => {
    const { world, context, judgements } = one;
    const first = next;
    next += judgements.length;
    if (world === undefined || context === undefined) return [];
    const claims = judgements.flatMap(({ entry, status }, index) =>
      status === 'invalid' ? [] : [{ claim: first + index, entry, context }],
    );
    return [{ ...one, world, context, claims }];
  });
}

function isSameWorld(a: CountedSuite, b: CountedSuite): boolean {
  return a.world === b.world && a.front?.join() === b.front?.join();
}
