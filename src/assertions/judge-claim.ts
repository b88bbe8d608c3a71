import { nameOf } from '../cluster/name-endpoint.ts';
import type { Finding } from '../findings/finding.ts';
import { everyPossiblePod } from '../possible/pod-box.ts';
import { applyWaiver } from './apply-waiver.ts';
import type { Claim, Group } from './claim.ts';
import { type FlowTally, tallyFlow } from './judge-flow.ts';
import { judgeIsolation, notPods } from './judge-isolation.ts';
import { judgeNewConnections } from './judge-new-connections.ts';
import type { Judgement, Verdict } from './judgement.ts';
import type { Before, JudgingWorld } from './judging-world.ts';
import { phraseDoors } from './phrase-doors.ts';
import { objection, type Phrased, phraseContradiction, phraseHolding } from './phrase-verdict.ts';
import { splitAtGroup } from './possible-members.ts';
import type { Members } from './resolution.ts';
import { resolveFlow } from './resolve-flow.ts';
import { resolveGroup } from './resolve-group.ts';
import type { ClaimEntry } from './suite.ts';

const NO_PAIRS: Judgement['judgedPairs'] = () => [];

/** Judges one claim in one world. */
export function judgeClaim(entry: ClaimEntry, world: JudgingWorld): Judgement {
  const { claim } = entry;
  if (claim === undefined) return applyWaiver(invalid(entry, entry.problems, []), world.today);
  return applyWaiver(judgeByKind(claim, entry, world), world.today);
}

function judgeByKind(claim: Claim, entry: ClaimEntry, world: JudgingWorld): Verdict {
  switch (claim.kind) {
    case 'flow':
      return judgeFlow(claim, entry, world);
    case 'isolation':
      return judgeGroup(claim, entry, world);
    case 'no-new':
      return judgeNews(claim, entry, world);
  }
}

const NO_BASE: Before = {
  kind: 'unavailable',
  why: 'there is nothing to compare with',
  help: 'say what was before: `--base` and a folder or revision on the command line, the input `base` in a workflow',
};

function judgeNews(claim: Extract<Claim, { kind: 'no-new' }>, entry: ClaimEntry, world: JudgingWorld): Verdict {
  const before = world.before?.() ?? NO_BASE;
  const common = { entry, notes: [], findings: [], judgedPairs: NO_PAIRS };
  if (before.kind === 'unavailable') {
    // Names are looked up all the same, so that a slip is not hidden until there is a base.
    const resolution = resolveGroup(claim.group, { ...world, refusing: true, origin: entry.origin });
    const groups = [shown(claim.group, resolution.members, world)];
    const faults = faultsOf(resolution, entry);
    if (faults.length > 0) return invalid(entry, faults, groups);
    const message = `it cannot be decided whether connections are new, because ${before.why}`;
    const phrased = { message, help: before.help, guilty: entry.origin, related: [] };
    return { ...common, status: 'undecided', ...phrased, pairs: { judged: 0, holding: 0 }, groups };
  }
  const { resolution, members, status, phrased, pairs } = judgeNewConnections(claim, before, world, entry);
  const groups = [{ text: claim.group.text, members }];
  const faults = faultsOf(resolution, entry);
  if (faults.length > 0) return invalid(entry, faults, groups);
  if (pairs.judged === 0 && !entry.allowEmpty) return invalid(entry, [noPairs(entry, { notes: [] })], groups);
  const notes = [...resolution.notes, ...accepted(resolution.missing)];
  return { ...common, status, ...phrased, pairs, groups, notes, findings: resolution.warnings };
}

function judgeFlow(claim: Extract<Claim, { kind: 'flow' }>, entry: ClaimEntry, world: JudgingWorld): Verdict {
  const resolution = resolveFlow(claim, world, entry.origin);
  const groups = resolution.groups.map(({ group, members }) => shown(group, members, world));
  const faults = faultsOf(resolution, entry);
  if (faults.length > 0) return invalid(entry, faults, groups);
  const tally = tallyFlow(resolution, world);
  const notes = [...new Set([...resolution.notes, ...tally.notes, ...onNodes(resolution.groups, world)])];
  if (tally.meant === 0 && !entry.allowEmpty) return invalid(entry, [noPairs(entry, tally)], groups);
  const { worst } = tally;
  const phrased =
    worst === undefined
      ? holding(claim, tally, entry)
      : (phraseDoors(objection(claim, worst), worst, world, entry) ?? phraseContradiction(claim, worst, world, entry));
  return {
    entry,
    status: worst === undefined ? 'holds' : worst.weight.kind,
    ...phrased,
    pairs: { judged: tally.judged, holding: tally.holding },
    groups,
    notes: [...notes, ...accepted(resolution.missing)],
    findings: resolution.warnings,
    judgedPairs: tally.listed,
  };
}

function holding(claim: Extract<Claim, { kind: 'flow' }>, tally: FlowTally, entry: ClaimEntry): Phrased {
  if (tally.judged > 0) return phraseHolding(claim, tally, entry);
  return { message: 'there is no pair to judge, which `allow-empty` accepts', guilty: entry.origin, related: [] };
}

function judgeGroup(claim: Extract<Claim, { kind: 'isolation' }>, entry: ClaimEntry, world: JudgingWorld): Verdict {
  const context = { ...world, refusing: false, origin: entry.origin };
  const resolution = resolveGroup(claim.group, context);
  const groups = [shown(claim.group, resolution.members, world)];
  const faults = [...faultsOf(resolution, entry), ...notPods(claim, resolution.members, world, entry)];
  if (faults.length > 0) return invalid(entry, faults, groups);
  const {
    judged,
    holding: held,
    status,
    phrased,
  } = judgeIsolation(
    claim,
    resolution.members,
    everyPossiblePod(world.cluster).flatMap((box) => splitAtGroup(box, claim.group, 'meant', context)),
    world,
    entry,
  );
  if (judged === 0 && !entry.allowEmpty) return invalid(entry, [noPairs(entry, { notes: [] })], groups);
  const empty = { message: 'there is no pod to judge, which `allow-empty` accepts' };
  return {
    entry,
    status,
    ...phrased,
    ...(judged === 0 && empty),
    pairs: { judged, holding: held },
    groups,
    notes: [...resolution.notes, ...accepted(resolution.missing)],
    findings: resolution.warnings,
    judgedPairs: NO_PAIRS,
  };
}

function faultsOf(
  { problems, missing }: { readonly problems: readonly Finding[]; readonly missing: readonly Finding[] },
  entry: ClaimEntry,
): readonly Finding[] {
  return entry.allowEmpty ? problems : [...problems, ...missing];
}

/** Pods in their node's network look like the node, which Kubernetes always lets reach the pods that run on it. */
function onNodes(groups: readonly { readonly members: Members }[], { cluster }: JudgingWorld): readonly string[] {
  const pods = groups.flatMap(({ members }) => [...members.keys()]).map((index) => cluster.endpoints[index]);
  return pods.flatMap((pod) =>
    pod?.kind === 'pod' && pod.hostNetwork
      ? [`${nameOf(pod, cluster)} is in its node's network: its traffic with pods of the same node was not judged`]
      : [],
  );
}

function accepted(missing: readonly Finding[]): readonly string[] {
  return missing.map(({ message }) => `${message}, which \`allow-empty\` accepts`);
}

function noPairs(entry: ClaimEntry, { notes }: Pick<FlowTally, 'notes'>): Finding {
  const why = notes.join('; ');
  return {
    code: 'no-pairs',
    severity: 'error',
    message: `\`${entry.sentence}\` judges no pair`,
    help: why === '' ? 'name groups with members, or state `allow-empty: true`' : why,
    at: entry.origin,
  };
}

const idsByMembers = new WeakMap<Members, readonly string[]>();

function shown(group: Group, members: Members, { cluster }: JudgingWorld): Judgement['groups'][number] {
  const ids = idsByMembers.get(members) ?? [...members.keys()].map((index) => cluster.endpoints[index]?.id ?? '');
  // Many claims share a group, and `internet` has thousands of members.
  idsByMembers.set(members, ids);
  return { text: group.text, members: ids };
}

function invalid(entry: ClaimEntry, findings: readonly Finding[], groups: Judgement['groups']): Verdict {
  const [first] = findings;
  return {
    entry,
    status: 'invalid',
    message: first?.message ?? 'the claim could not be read',
    ...(first?.help !== undefined && { help: first.help }),
    guilty: first?.at ?? entry.origin,
    related: first?.related ?? [],
    pairs: { judged: 0, holding: 0 },
    groups,
    notes: [],
    findings,
    judgedPairs: NO_PAIRS,
  };
}
