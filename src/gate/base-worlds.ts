import type { Before } from '../assertions/judging-world.ts';
import { resolveIngressController } from '../assertions/resolve-ingress-controller.ts';
import type { Suite } from '../assertions/suite.ts';
import { compareWorlds, type ReadWorld } from './compare-worlds.ts';
import { loadSuites } from './load-suites.ts';
import type { Files } from './open-files.ts';
import { readOnce } from './read-once.ts';
import type { World, WorldRequest } from './read-world.ts';
import type { CheckRequest } from './request.ts';
import { type SuiteWorld, worldsOfSuite } from './worlds-of-suite.ts';

/** What the worlds of suites were in the base. */
export interface BaseWorlds {
  readonly files: Files;
  /** The same world of the same suite, as the base's files make it. */
  readonly compare: (suite: Suite, head: ReadWorld, today: string) => ComparedWorld;
}

/** A world and what it was. */
export interface ComparedWorld {
  readonly before: Before;
  /** Absent: its manifests are not known. */
  readonly base?: ReadWorld;
  readonly head: ReadWorld;
}

const nameOf = (one: SuiteWorld): string => (one.kind === 'world' ? one.world.name : one.name);

function notThere({ why, help, findings }: Unavailable, head: ReadWorld): ComparedWorld {
  const isNew = findings.some(({ code }) => code === 'render-failed');
  const settle = isNew
    ? `merge what \`${head.request.name}\` is rendered from, and the suite that names it, before the change that is to be judged`
    : (help ?? 'mend it in the base, or compare with a commit in which it can be read');
  return { before: { kind: 'unavailable', why: `in the base, ${why}`, help: settle }, head };
}

type Unavailable = Extract<SuiteWorld, { kind: 'unavailable' }>;

/**
 * The suite as it is now, but with the environment rendered as the suite of the base says: a file of values that is new
 * is not there to render the base with, and what was deployed came of the old recipe (docs/decisions/0043).
 */
function renderedAsBefore(suite: Suite, name: string, was: readonly Suite[]): Suite | undefined {
  const before = was
    .find(({ file }) => file === suite.file)
    ?.environments?.find((environment) => environment.name === name && environment.source.kind !== 'broken');
  const now = suite.environments?.find((environment) => environment.name === name);
  if (before === undefined || now?.source.kind !== 'recipe') return undefined;
  return { ...suite, environments: [{ ...now, source: before.source, origin: before.origin }] };
}

/** Opens the base of a check: suites are those of the head, and the files are those of the base. */
export function openBase(request: CheckRequest, files: Files): BaseWorlds {
  const worlds = new Map<string, World>();
  let suites: readonly Suite[] | undefined;
  const find = (suite: Suite | undefined, name: string): SuiteWorld | undefined =>
    suite && worldsOfSuite(suite, request, files).find((one) => nameOf(one) === name);
  return {
    files,
    compare: (suite, head, today) => {
      const { name } = head.request;
      if (suite.environments !== undefined) suites ??= loadSuites(files, request.suites, request.base).suites;
      const asBefore = find(renderedAsBefore(suite, name, suites ?? []), name);
      const found = asBefore?.kind === 'world' ? asBefore : find(suite, name);
      if (found?.kind === 'unavailable') return notThere(found, head);
      // A world that the base does not have was empty.
      const wanted: WorldRequest = found?.world ?? { ...head.request, files: [] };
      const world = readOnce(worlds, wanted, files);
      const { front } = resolveIngressController({
        cluster: world.cluster,
        engine: world.engine,
        services: world.resources.services,
        suite,
        today,
      });
      const selected = found?.findings ?? [];
      const base: ReadWorld = { world, request: wanted, files, selected, ...(front && { front }) };
      const compared = compareWorlds(base, head);
      const services = { base: world.resources.services, head: head.world.resources.services };
      return { before: { kind: 'compared', compared, services }, base, head };
    },
  };
}
