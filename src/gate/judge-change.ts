import type { Suite } from '../assertions/suite.ts';
import { listChanges } from '../change/list-changes.ts';
import type { Comparison, WorldChange } from '../findings/change.ts';
import type { Finding } from '../findings/finding.ts';
import { type BaseWorlds, type ComparedWorld, openBase } from './base-worlds.ts';
import type { JudgedSuite } from './judge-suite.ts';
import { newConnections, notKnown, unsureOfAll } from './new-connections.ts';
import { notesOnChange } from './notes-on-change.ts';
import { type Files, openFiles } from './open-files.ts';
import { type LocateInTrees, reportChange } from './report-change.ts';
import type { CheckRequest, FailOnNew } from './request.ts';
import { weakenedClaims } from './weakened-claims.ts';
import { worldsLeftOut } from './worlds-left-out.ts';

/** What a check says of the change, and the connections that are not to be. */
interface JudgedChange {
  readonly change?: Comparison;
  readonly findings: readonly Finding[];
}

/** The tree to compare with, if there is one; `suites` and `files` are those of the head. */
export function baseOf(request: CheckRequest, suites: readonly Suite[], files: Files): BaseWorlds | undefined {
  const { before } = request;
  return before?.kind === 'tree' ? openBase(request, openFiles(before.workspace, new Map(), files), suites) : undefined;
}

/** Compares each world of the judged suites with what it was. */
export function judgeChange(
  judged: readonly JudgedSuite[],
  suites: readonly Suite[],
  request: CheckRequest,
  files: Files,
  base: BaseWorlds | undefined,
): JudgedChange {
  const { before, failOnNew = 'never' } = request;
  if (before?.kind !== 'tree' || base === undefined) return withoutBase(request);
  const was = base.suites();
  const claimsRemoved = weakenedClaims(was, suites);
  if (judged.length === 0) return withoutSuite(failOnNew, claimsRemoved);
  const locate = { base: base.files.locate, head: files.locate };
  const looked = firstOfEachWorld(judged).map((one) => lookAt(one, failOnNew, locate));
  const compared = looked.flatMap(({ picked }) => (picked ? [picked] : []));
  const leftOut = worldsLeftOut(was, request, base.files, { judged, compared });
  const worlds = [...looked.flatMap(({ world }) => world ?? []), ...leftOut];
  const unseen = leftOut.flatMap(({ unknown }) => (unknown && failOnNew !== 'never' ? [notKnown(unknown.why)] : []));
  return {
    change: { kind: 'compared', base: before.name, worlds, claimsRemoved },
    findings: [...looked.flatMap((one) => one.findings), ...unseen],
  };
}

/** What a comparison finds in one world; `picked` are the manifests that it had in the base. */
interface LookedAt {
  readonly world?: WorldChange;
  readonly findings: readonly Finding[];
  readonly picked?: readonly string[];
}

function lookAt(one: JudgedSuite, failOnNew: FailOnNew, locate: LocateInTrees): LookedAt {
  // What cannot be read in the head is an error of its own.
  if (one.unavailable !== undefined) return { world: unknownWorld(one.name, one.unavailable), findings: [] };
  const known = one.before?.();
  if (known === undefined) return { findings: [] };
  const { before, base, head } = known;
  if (before.kind === 'unavailable' || base === undefined) {
    const unknown = whyNot(known);
    return { world: unknownWorld(one.name, unknown), findings: failOnNew === 'never' ? [] : [notKnown(unknown.why)] };
  }
  const listed = listChanges(before.compared);
  return {
    world: reportChange(one.name, listed, locate, notesOnChange(base, head)),
    findings: [...newConnections(listed, failOnNew), ...unsureOfAll(base, head, failOnNew)],
    picked: base.request.files,
  };
}

type Unknown = NonNullable<WorldChange['unknown']>;

/** A world of which one of the trees says nothing: that it does not change would be a lie. */
function unknownWorld(world: string, unknown: Unknown): WorldChange {
  return { world, changes: [], omitted: 0, notes: [], unknown };
}

/** Without a suite nobody says what is to be compared; what the base claimed is told all the more. */
function withoutSuite(failOnNew: FailOnNew, claimsRemoved: ReturnType<typeof weakenedClaims>): JudgedChange {
  const why = 'there is no suite that says which manifests count';
  const help = 'write a suite below `policies-tests/`, or bring back the one that is gone';
  return {
    change: { kind: 'unavailable', why, help, claimsRemoved },
    findings: failOnNew === 'never' ? [] : [notKnown(why)],
  };
}

function whyNot({ before }: ComparedWorld): Unknown {
  if (before.kind === 'compared') throw new Error('the world was compared');
  return { why: before.why, help: before.help };
}

function withoutBase({ before, failOnNew = 'never' }: CheckRequest): JudgedChange {
  const findings = (why: string): readonly Finding[] => (failOnNew === 'never' ? [] : [notKnown(why)]);
  if (before?.kind !== 'unavailable') return { findings: findings('there is nothing to compare with') };
  const { why, help } = before;
  return { change: { kind: 'unavailable', why, help }, findings: findings(why) };
}

function firstOfEachWorld(judged: readonly JudgedSuite[]): readonly JudgedSuite[] {
  const worlds = new Map<JudgedSuite['world'] | string, JudgedSuite>();
  for (const one of judged) {
    const key = one.world ?? one.name;
    if (!worlds.has(key)) worlds.set(key, one);
  }
  return [...worlds.values()];
}
