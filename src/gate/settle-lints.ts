import type { Finding } from '../findings/finding.ts';
import { type LintSettings, weighLints } from '../findings/lint-settings.ts';
import { type SuppressedLint, suppressLints } from '../lints/suppress-lints.ts';
import type { Files } from './open-files.ts';
import type { World } from './read-world.ts';

/** A world with the settings of each suite that speaks of it. */
interface SettledWorld {
  readonly world: World;
  readonly settings: readonly LintSettings[];
}

/**
 * The lints of worlds after comments in manifests and settings of suites. Comments come first, so that a code that a
 * suite turns off does not make them look unused.
 */
export function settleLints(
  worlds: readonly SettledWorld[],
  { locateWritten, trace }: Pick<Files, 'locateWritten' | 'trace'>,
): { readonly findings: readonly Finding[]; readonly suppressed: readonly SuppressedLint[] } {
  const remarks = worlds.flatMap(({ world }) => world.remarks);
  const distinct = [...new Map(remarks.map((remark) => [`${remark.file}:${remark.line}`, remark])).values()];
  const { left, suppressed, findings } = suppressLints(
    worlds.flatMap(({ world }) => world.lints()),
    distinct,
    (ref) => {
      const at = trace(ref);
      return { at, line: locateWritten(at).span?.line };
    },
  );
  const isLeft = new Set(left);
  return {
    findings: [
      ...worlds.flatMap(({ world, settings }) =>
        weighLints(
          world.lints().filter((lint) => isLeft.has(lint)),
          settings,
        ).map((lint) => (worlds.length < 2 ? lint : { ...lint, worlds: [world.name] })),
      ),
      ...findings,
    ],
    suppressed,
  };
}

/** The note that keeps suppressed lints in sight. */
export function suppressionNotes(suppressed: readonly unknown[]): readonly string[] {
  if (suppressed.length === 0) return [];
  const [findings, comments] = suppressed.length === 1 ? ['finding is', 'a comment'] : ['findings are', 'comments'];
  return [
    `${suppressed.length} ${findings} suppressed by ${comments} in manifests; the JSON reports of \`check\` and \`connectivity\` list them with their reasons`,
  ];
}
