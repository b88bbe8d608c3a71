import type { Before } from '../assertions/judging-world.ts';
import { resolveIngressController } from '../assertions/resolve-ingress-controller.ts';
import type { Suite } from '../assertions/suite.ts';
import { compareWorlds, type ReadWorld } from './compare-worlds.ts';
import { suitesOf } from './load-suites.ts';
import { once } from './once.ts';
import type { Files } from './open-files.ts';
import { readOnce } from './read-once.ts';
import type { World, WorldRequest } from './read-world.ts';
import type { CheckRequest } from './request.ts';
import { sameSuite } from './same-suite.ts';
import { type SuiteWorld, worldsOfSuite } from './worlds-of-suite.ts';

/** What the worlds of suites were in the base. */
export interface BaseWorlds {
  readonly files: Files;
  /** The suites as they were; none where sentences alone are judged. */
  readonly suites: () => readonly Suite[];
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

function notThere(
  { why, help, findings }: Extract<SuiteWorld, { kind: 'unavailable' }>,
  head: ReadWorld,
): ComparedWorld {
  const isNew = findings.some(({ code }) => code === 'render-failed');
  const settle = isNew
    ? `merge what \`${head.request.name}\` is rendered from, and the suite that names it, before the change that is to be judged`
    : (help ?? 'mend it in the base, or compare with a commit in which it can be read');
  return { before: { kind: 'unavailable', why: `in the base, ${why}`, help: settle }, head };
}

/** The world that a world of the head was: of the same name, or the only one there was; else as the head says. */
function findWorld(
  suite: Suite,
  was: Suite | undefined,
  name: string,
  request: CheckRequest,
  files: Files,
): SuiteWorld | undefined {
  const isNamed = (one: SuiteWorld): boolean => nameOf(one) === name;
  const own = was === undefined ? [] : worldsOfSuite(withSourcesOf(suite, was), request, files);
  const isOnly = own.length === 1 && (suite.environments ?? [suite]).length === 1;
  return own.find(isNamed) ?? (isOnly ? own[0] : worldsOfSuite(suite, request, files).find(isNamed));
}

/**
 * The claims and assumptions of today about the manifests of then. Which manifests make a world was the suite's own matter
 * then: with the sources of the head, a policy that moved would look as if it had not been there.
 */
function withSourcesOf(suite: Suite, was: Suite): Suite {
  const { manifests, environments, namespace, ...rest } = suite;
  return {
    ...rest,
    manifestOrigins: was.manifestOrigins,
    ...(was.manifests && { manifests: was.manifests }),
    ...(was.environments && { environments: was.environments }),
    ...(was.namespace !== undefined && { namespace: was.namespace }),
  };
}

/** Opens the base of a check: claims are those of `now`, the head's suites, and the manifests are those of the base. */
export function openBase(request: CheckRequest, files: Files, now: readonly Suite[]): BaseWorlds {
  const worlds = new Map<string, World>();
  const suites = once(() => suitesOf(request, files).suites);
  return {
    files,
    suites,
    compare: (suite, head, today) => {
      const found = findWorld(suite, sameSuite(suite, now, suites()), head.request.name, request, files);
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
