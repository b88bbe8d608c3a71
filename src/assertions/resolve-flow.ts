import type { Finding } from '../findings/finding.ts';
import { connections } from '../sets/connection-set.ts';
import { union } from '../sets/interval-set.ts';
import type { SourceRef } from '../source/source-ref.ts';
import type { Claim, Group, PortTerm, Target } from './claim.ts';
import type { JudgingWorld } from './judging-world.ts';
import type { ResolvedFlow, ResolvedTarget } from './list-pairs.ts';
import type { Members, Resolution, ResolveContext } from './resolution.ts';
import { definedName, resolveGroup } from './resolve-group.ts';
import { resolvePorts } from './resolve-ports.ts';
import { type FlowGroups, resolvePossible } from './resolve-possible.ts';

type Flow = Extract<Claim, { kind: 'flow' }>;

/** Groups and ports of a flow claim, looked up. */
export interface FlowResolution {
  readonly flows: readonly ResolvedFlow[];
  readonly groups: readonly { readonly group: Group; readonly members: Members }[];
  readonly problems: readonly Finding[];
  readonly missing: readonly Finding[];
  readonly warnings: readonly Finding[];
  readonly notes: readonly string[];
}

const DNS_PORTS: readonly PortTerm[] = [
  { kind: 'ports', traffic: union(connections('TCP', 53), connections('UDP', 53)) },
];

/** Looks up the groups and ports of a flow claim; for `<-->` both ways. */
export function resolveFlow(claim: Flow, world: JudgingWorld, origin: SourceRef): FlowResolution {
  const negative = claim.arrow === '-/->' || claim.arrow === '<-/->';
  const context: ResolveContext = { ...world, refusing: negative, origin };
  const from = resolveGroup(claim.from, context);
  const targets = claim.targets.map((target) => resolveTarget(target, claim, context));
  const resolutions = [from, ...targets.map(({ resolution }) => resolution)];
  const source = { group: claim.from, members: from.members };
  const destinations = targets.map(({ resolved, ports }, index) => ({
    group: (claim.targets[index] as Target).group,
    resolved,
    ...(ports && { ports }),
  }));
  const { onlyFrom, onlyTo } = claim;
  const forward: ResolvedFlow = {
    from: from.members,
    targets: targets.map(({ resolved }) => resolved),
    negative,
    onlyFrom,
    onlyTo,
    possible: resolvePossible({ from: source, targets: destinations, onlyFrom, onlyTo }, context),
  };
  const bothWays = claim.arrow === '<-->' || claim.arrow === '<-/->';
  return {
    flows: bothWays
      ? [forward, ...destinations.map((target) => backward(forward, source, target, context))]
      : [forward],
    groups: [source, ...destinations.map(({ group, resolved }) => ({ group, members: resolved.members }))],
    problems: [...resolutions.flatMap(({ problems }) => problems), ...targets.flatMap(({ problems }) => problems)],
    missing: resolutions.flatMap(({ missing }) => missing),
    warnings: resolutions.flatMap(({ warnings }) => warnings),
    notes: [...resolutions.flatMap(({ notes }) => notes), ...targets.flatMap(({ notes }) => notes)],
  };
}

function backward(
  forward: ResolvedFlow,
  source: FlowGroups['from'],
  { group, resolved }: FlowGroups['targets'][number],
  context: ResolveContext,
): ResolvedFlow {
  const { members, sameExpression } = resolved;
  const target: ResolvedTarget = { members: source.members, onlyPorts: false, sameExpression };
  const { onlyFrom, onlyTo } = forward;
  const groups = { from: { group, members }, targets: [{ group: source.group, resolved: target }], onlyFrom, onlyTo };
  return { ...forward, from: members, targets: [target], possible: resolvePossible(groups, context) };
}

function resolveTarget(
  target: Target,
  claim: Flow,
  context: ResolveContext,
): {
  readonly resolved: ResolvedTarget;
  readonly ports?: readonly PortTerm[];
  readonly resolution: Resolution;
  readonly problems: readonly Finding[];
  readonly notes: readonly string[];
} {
  const resolution = resolveGroup(target.group, context);
  const { members } = resolution;
  const sameExpression = isSameExpression(claim, target);
  const ports = target.ports ?? impliedPorts(target, claim, context);
  const plain = { members, onlyPorts: target.onlyPorts, sameExpression };
  if (ports === undefined) return { resolved: plain, resolution, problems: [], notes: [] };
  const { trafficByDestination, problems, notes } = resolvePorts(
    target,
    ports,
    members,
    context.cluster,
    context.origin,
  );
  return { resolved: { ...plain, ports: trafficByDestination }, ports, resolution, problems, notes };
}

/** `dns` alone means its ports too. */
function impliedPorts(target: Target, claim: Flow, context: ResolveContext): readonly PortTerm[] | undefined {
  const [term] = target.group.terms;
  if (term?.kind !== 'place' || term.place !== 'dns' || claim.arrow === '<-->' || claim.arrow === '<-/->')
    return undefined;
  // A resolver of the suite's own may listen elsewhere, so that a denial of port 53 alone would promise too much.
  if (claim.arrow === '-/->' && definedName(term, context) !== undefined) return undefined;
  return DNS_PORTS;
}

/** Traffic between the replicas of one workload is meant only where both sides are the same words. */
function isSameExpression(claim: Flow, target: Target): boolean {
  const words = (text: string): string => text.trim().replace(/\s+/g, ' ');
  const all = claim.targets.map(({ group }) => words(group.text)).join(' | ');
  return words(claim.from.text) === words(target.group.text) || words(claim.from.text) === all;
}
