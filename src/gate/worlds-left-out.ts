import type { Suite } from '../assertions/suite.ts';
import type { WorldChange } from '../findings/change.ts';
import type { JudgedSuite } from './judge-suite.ts';
import type { Files } from './open-files.ts';
import type { CheckRequest } from './request.ts';
import { type SuiteWorld, worldsOfSuite } from './worlds-of-suite.ts';

/** What of the base the suites of the head speak of. */
interface Spoken {
  readonly judged: readonly JudgedSuite[];
  /** The manifests of the base in each world that was compared. */
  readonly compared: readonly (readonly string[])[];
}

/**
 * Worlds that the base's suites speak of and those of the head do not: nobody looked at what becomes of them, so that a
 * suite that is deleted together with the policies it guards does not look like a change that opens nothing.
 */
export function worldsLeftOut(
  was: readonly Suite[],
  request: CheckRequest,
  baseFiles: Files,
  spoken: Spoken,
): readonly WorldChange[] {
  const leftOut = was.flatMap((suite) =>
    worldsOfSuite(suite, request, baseFiles)
      .filter((world) => !isSpokenOf(world, suite, spoken))
      .map((world) => notLookedAt(world.kind === 'world' ? world.world.name : world.name, suite)),
  );
  return [...new Map(leftOut.map((world) => [JSON.stringify(world), world])).values()];
}

function isSpokenOf(world: SuiteWorld, { file }: Suite, { judged, compared }: Spoken): boolean {
  const isRendered = world.kind === 'unavailable' || world.world.sources !== undefined;
  const name = world.kind === 'world' ? world.world.name : world.name;
  // Of an environment that is rendered the name counts: the same one may be rendered from other files now.
  if (isRendered && judged.some((one) => one.suite.file === file && one.name === name)) return true;
  if (world.kind === 'unavailable') return false;
  const { files } = world.world;
  return files.length === 0 || compared.some((picked) => files.every((one) => picked.includes(one)));
}

function notLookedAt(world: string, { file }: Suite): WorldChange {
  const unknown = {
    why: `not every manifest that \`${file}\` named is named by a suite any more`,
    help: `keep a suite that names them, or bring \`${file}\` back as it was`,
  };
  return { world, changes: [], omitted: 0, notes: [], unknown };
}
