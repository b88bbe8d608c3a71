import type { Suite } from '../assertions/suite.ts';
import { listChanges } from '../change/list-changes.ts';
import type { Comparison, WorldChange } from '../findings/change.ts';
import type { Finding } from '../findings/finding.ts';
import { type BaseWorlds, type ComparedWorld, openBase } from './base-worlds.ts';
import { unreadIn } from './compare-worlds.ts';
import type { JudgedSuite } from './judge-suite.ts';
import { newConnections, notKnown } from './new-connections.ts';
import { notesOnChange } from './notes-on-change.ts';
import { type Files, openFiles } from './open-files.ts';
import { reportChange } from './report-change.ts';
import type { CheckRequest } from './request.ts';
import { weakenedClaims } from './weakened-claims.ts';

/** What a check says of the change, and the connections that are not to be. */
interface JudgedChange {
  readonly change?: Comparison;
  readonly findings: readonly Finding[];
}

/** The tree to compare with, if there is one. */
export function baseOf(request: CheckRequest): BaseWorlds | undefined {
  const { before } = request;
  return before?.kind === 'tree' ? openBase(request, openFiles(before.workspace, new Map())) : undefined;
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
  const worlds: WorldChange[] = [];
  const findings: Finding[] = [];
  const locate = { base: base.files.locate, head: files.locate };
  for (const one of firstOfEachWorld(judged)) {
    const compared = one.before?.();
    // What cannot be read in the head is an error of its own.
    if (one.world === undefined || compared === undefined) continue;
    if (compared.before.kind === 'unavailable' || compared.base === undefined) {
      worlds.push(notCompared(one.name, compared));
      if (failOnNew !== 'never') findings.push(notKnown(whyNot(compared).why));
      continue;
    }
    const listed = listChanges(compared.before.compared);
    worlds.push(reportChange(one.name, listed, locate, notesOnChange(compared.base, compared.head)));
    findings.push(...newConnections(listed.changes, failOnNew));
    const [unread] = unreadIn(compared.base.world, compared.base.selected);
    if (failOnNew !== 'never' && unread !== undefined) findings.push(notKnown(`in the base, ${unread.message}`));
  }
  const claimsRemoved = weakenedClaims(base.suites(), suites);
  return { change: { kind: 'compared', base: before.name, worlds, claimsRemoved }, findings };
}

/** A world of which the base says nothing: that it does not change would be a lie. */
function notCompared(world: string, compared: ComparedWorld): WorldChange {
  return { world, changes: [], omitted: 0, notes: [], unknown: whyNot(compared) };
}

function whyNot({ before }: ComparedWorld): { readonly why: string; readonly help: string } {
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
  const worlds = new Map<JudgedSuite['world'], JudgedSuite>();
  for (const one of judged) if (!worlds.has(one.world)) worlds.set(one.world, one);
  return [...worlds.values()];
}
