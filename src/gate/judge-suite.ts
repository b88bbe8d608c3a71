import { judgeClaim } from '../assertions/judge-claim.ts';
import type { Judgement } from '../assertions/judgement.ts';
import { resolveIngressController } from '../assertions/resolve-ingress-controller.ts';
import type { Suite } from '../assertions/suite.ts';
import type { Finding } from '../findings/finding.ts';
import { didYouMean, suggest } from '../findings/suggest.ts';
import type { BaseWorlds, ComparedWorld } from './base-worlds.ts';
import { exposeWorld } from './expose-world.ts';
import type { Files } from './open-files.ts';
import { readOnce } from './read-once.ts';
import type { World } from './read-world.ts';
import type { GateRequest } from './request.ts';
import { type SuiteWorld, worldsOfSuite } from './worlds-of-suite.ts';

/** A suite judged in one of its worlds. */
export interface JudgedSuite {
  readonly suite: Suite;
  readonly world: World;
  /** What the world was; absent: nobody said. Worked out when somebody asks. */
  readonly before?: () => ComparedWorld;
  readonly judgements: readonly Judgement[];
  readonly findings: readonly Finding[];
}

/** Judges a suite in each of its worlds; `worlds` are those that are known already. */
export function judgeSuite(
  suite: Suite,
  request: GateRequest & { readonly today: string },
  files: Files,
  worlds: Map<string, World>,
  base?: BaseWorlds,
): readonly JudgedSuite[] {
  return worldsOfSuite(suite, request, files).map((one) =>
    judgeInWorld(suite, one, request, { world: readOnce(worlds, one.world, files), files, ...(base && { base }) }),
  );
}

/** A world to judge in, with the files it was read from, and what it can be compared with. */
interface Judged {
  readonly world: World;
  readonly files: Files;
  readonly base?: BaseWorlds;
}

function judgeInWorld(
  suite: Suite,
  { findings, world: asked }: SuiteWorld,
  request: GateRequest & { readonly today: string },
  { world, files, base }: Judged,
): JudgedSuite {
  const { cluster, engine, resources } = world;
  const namespace = suite.namespace ?? request.namespace;
  const known = {
    cluster,
    engine,
    services: resources.services,
    suite: { ...suite, ...(namespace !== undefined && { namespace }) },
    today: request.today,
  };
  const controller = resolveIngressController(known);
  const { front } = controller;
  const head = { world, request: asked, files, selected: findings, ...(front && { front }) };
  const before = base && once(() => base.compare(known.suite, head, request.today));
  const context = {
    ...known,
    exposure: exposeWorld(world, front),
    ...(before && { before: () => before().before }),
  };
  const judgements = suite.claims.map((entry) => judgeClaim(entry, context));
  return {
    suite,
    world,
    ...(before && { before }),
    judgements,
    findings: [
      ...suite.findings,
      ...findings,
      ...world.findings,
      ...controller.findings,
      ...emptyNamespace(suite, world),
      ...judgements.flatMap((judgement) => judgement.findings),
    ],
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** A suite for a namespace with nobody in it speaks of something else than its author thinks. */
function emptyNamespace({ namespace, namespaceOrigin, claims }: Suite, { cluster }: World): readonly Finding[] {
  const pods = cluster.endpoints.filter((endpoint) => endpoint.kind === 'pod');
  const inhabited = new Set(pods.map((pod) => pod.namespace.name));
  if (namespace === undefined || inhabited.size === 0 || inhabited.has(namespace)) return [];
  if (claims.some(({ allowEmpty }) => allowEmpty)) return [];
  const help = didYouMean(suggest(namespace, inhabited));
  return [
    {
      code: 'unknown-name',
      severity: 'error',
      message: `no workload is in namespace \`${namespace}\``,
      ...(help !== undefined && { help }),
      ...(namespaceOrigin && { at: namespaceOrigin }),
    },
  ];
}
