import { judgeClaim } from '../assertions/judge-claim.ts';
import { judgeNothing } from '../assertions/judge-nothing.ts';
import type { Judgement } from '../assertions/judgement.ts';
import type { JudgingWorld } from '../assertions/judging-world.ts';
import { resolveIngressController } from '../assertions/resolve-ingress-controller.ts';
import type { Suite } from '../assertions/suite.ts';
import type { Finding } from '../findings/finding.ts';
import type { LedgerEntry } from '../findings/ledger.ts';
import { didYouMean, suggest } from '../findings/suggest.ts';
import { adviseEnvironments } from './advise-environments.ts';
import type { BaseWorlds, ComparedWorld } from './base-worlds.ts';
import { exposeWorld } from './expose-world.ts';
import { once } from './once.ts';
import type { Files } from './open-files.ts';
import { readOnce } from './read-once.ts';
import type { World } from './read-world.ts';
import type { GateRequest } from './request.ts';
import { type SuiteWorld, worldsOfSuite } from './worlds-of-suite.ts';

/** A suite judged in one of its worlds. */
export interface JudgedSuite {
  readonly suite: Suite;
  /** The name of the world. */
  readonly name: string;
  /** Absent: its manifests are not known, and no claim could be judged. */
  readonly world?: World;
  /** What its claims were judged with; absent as the world is. */
  readonly context?: JudgingWorld;
  /** Who fronts routes, as the suite states. */
  readonly front?: readonly number[];
  /** What the world was; absent: nobody said. Worked out when somebody asks. */
  readonly before?: () => ComparedWorld;
  /** Why there is no world, and what to do about it. */
  readonly unavailable?: { readonly why: string; readonly help: string };
  /** What became of the files of the world. */
  readonly ledger: readonly LedgerEntry[];
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
  const judged = worldsOfSuite(suite, request, files).map((one) =>
    one.kind === 'unavailable'
      ? judgeNowhere(suite, one, request)
      : judgeInWorld(suite, one, request, { world: readOnce(worlds, one.world, files), files, ...(base && { base }) }),
  );
  return withoutNeededWaivers(judged);
}

/** A waiver is of use if its claim does not hold in one world, whatever the others say. */
function withoutNeededWaivers(judged: readonly JudgedSuite[]): readonly JudgedSuite[] {
  const needed = new Set(
    judged.flatMap(({ judgements }) => judgements.flatMap(({ entry, status }) => (status === 'holds' ? [] : [entry]))),
  );
  return judged.map((one) => {
    const idle = new Set(
      one.judgements
        .filter(({ entry }) => needed.has(entry))
        .flatMap(({ findings }) => findings.filter(({ code }) => code === 'waiver-unused')),
    );
    return { ...one, findings: one.findings.filter((finding) => !idle.has(finding)) };
  });
}

/** Without manifests no claim is judged, and none may look as if it was. */
function judgeNowhere(
  suite: Suite,
  { name, why, help, at, ledger, findings }: Extract<SuiteWorld, { kind: 'unavailable' }>,
  { today }: { readonly today: string },
): JudgedSuite {
  const judgements = suite.claims.map((entry) =>
    judgeNothing(entry, { message: why, at, ...(help && { help }) }, today),
  );
  const unavailable = { why, help: help ?? 'mend it first' };
  return { suite, name, unavailable, ledger, judgements, findings: [...suite.findings, ...findings] };
}

/** A world to judge in, with the files it was read from, and what it can be compared with. */
interface Judged {
  readonly world: World;
  readonly files: Files;
  readonly base?: BaseWorlds;
}

function judgeInWorld(
  suite: Suite,
  { namespace, findings, world: asked }: Extract<SuiteWorld, { kind: 'world' }>,
  request: GateRequest & { readonly today: string },
  { world, files, base }: Judged,
): JudgedSuite {
  const { cluster, engine, resources } = world;
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
  const judgements = suite.claims.map((entry) => adviseEnvironments(judgeClaim(entry, context), suite));
  return {
    suite,
    name: world.name,
    world,
    context,
    ...(front && { front }),
    ...(before && { before }),
    ledger: resources.ledger,
    judgements,
    findings: [
      ...suite.findings,
      ...findings,
      ...world.findings,
      ...controller.findings,
      ...emptyNamespace(suite, namespace, world),
      ...noticedOnce(judgements.flatMap((judgement) => judgement.findings)),
    ],
  };
}

/** A notice on a term that several claims share is said at the first of them. */
function noticedOnce(findings: readonly Finding[]): readonly Finding[] {
  const noticed = new Set<string>();
  return findings.filter(({ severity, message }) => {
    if (severity !== 'notice') return true;
    const isNew = !noticed.has(message);
    noticed.add(message);
    return isNew;
  });
}

/** A suite for a namespace with nobody in it speaks of something else than its author thinks. */
function emptyNamespace(
  { namespaceOrigin, claims }: Suite,
  namespace: string | undefined,
  { cluster }: World,
): readonly Finding[] {
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
