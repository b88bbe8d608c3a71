import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClaimReport } from '../../src/findings/report.ts';
import { check } from '../../src/gate/run-gate.ts';
import { possibleAnswers } from '../oracle/decide-packet.ts';
import type { Packet, PacketEnd, Pod, World } from '../oracle/world.ts';
import { changedOf } from '../support/changed-worlds.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';
import { aimedPackets, anyWorld, toManifests } from '../support/random-world.ts';

const WORLDS = 400;

const nameOf = ({ metadata }: Pod): string => `${metadata.namespace ?? 'default'}/${metadata.name}`;
const hasPod = (world: World, name: string): boolean => world.pods.some((pod) => nameOf(pod) === name);

function judge(before: World, after: World, sentence: string): ClaimReport {
  const workspace = (world: World) => memoryWorkspace({ 'k8s.yaml': toManifests(world) });
  const report = check({
    workspace: workspace(after),
    before: { kind: 'tree', workspace: workspace(before), name: 'base' },
    base: '',
    manifests: ['k8s.yaml'],
    suites: [],
    sentences: [sentence],
    dataplane: before.ipBlockMatchesPods ? 'kube-network-policies' : 'cilium',
    failOn: 'error',
    today: '2026-01-01',
  });
  const [claim] = report.claims;
  if (claim === undefined) throw new Error('a sentence gives one claim');
  return claim;
}

function isAllowed(world: World, packet: Packet): boolean {
  const isThere = (end: PacketEnd): boolean => 'address' in end || hasPod(world, end.pod);
  return isThere(packet.from) && isThere(packet.to) && possibleAnswers(world, packet).has(true);
}

/** The world with one pod more, which nobody has yet. */
function withProbe(world: World, probe: Pod): World {
  return { ...world, pods: [...world.pods, probe] };
}

function probeLike(model: Pod): Pod {
  const ip = model.status?.podIP?.includes(':') ? '2001:db8::ffff' : '10.0.0.250';
  return { ...model, metadata: { ...model.metadata, name: 'probe' }, status: { podIP: ip, podIPs: [{ ip }] } };
}

/** Packets to (or from) a pod that are let through now and were not before, with pods, addresses and one pod more. */
function newPackets(before: World, after: World, pod: string, end: 'to' | 'from', model: Pod): readonly Packet[] {
  const probe = probeLike(model);
  const [was, is] = [withProbe(before, probe), withProbe(after, probe)];
  const taken = new Set([...was.pods, ...is.pods].flatMap(({ status }) => (status?.podIPs ?? []).map(({ ip }) => ip)));
  const isPod = (one: PacketEnd): boolean => 'address' in one && [...taken].some((ip) => sameAddress(ip, one.address));
  return [...aimedPackets(was, 400), ...aimedPackets(is, 400)].filter((packet) => {
    const { from, to } = packet;
    const own = end === 'to' ? to : from;
    if (!('pod' in own) || own.pod !== pod || isPod(from) || isPod(to)) return false;
    if ('pod' in from && 'pod' in to && from.pod === to.pod) return false;
    return isAllowed(is, packet) && !isAllowed(was, packet);
  });
}

/** Whether two texts are one address, however its zeros are written. */
function sameAddress(a: string, b: string): boolean {
  const spread = (text: string): string => {
    if (!text.includes(':')) return text;
    const [head = '', tail = ''] = text.split('::');
    const [left, right] = [head, tail].map((part) => part.split(':').filter((one) => one !== ''));
    if (!text.includes('::')) return (left ?? []).map((one) => Number.parseInt(one, 16)).join(':');
    const zeros = Array.from({ length: 8 - (left?.length ?? 0) - (right?.length ?? 0) }, () => '0');
    return [...(left ?? []), ...zeros, ...(right ?? [])].map((one) => Number.parseInt(one, 16)).join(':');
  };
  return spread(a) === spread(b);
}

describe('`no new connections` against the oracle', () => {
  it(`never holds where a packet is new, in ${WORLDS} worlds and what changes make of them`, () => {
    const seen = { holds: 0, fails: 0, undecided: 0, invalid: 0, waived: 0, confirmed: 0 };
    fc.assert(
      fc.property(
        changedOf(anyWorld),
        fc.nat(),
        fc.constantFrom('to' as const, 'from' as const),
        ([before, changed], pick, end) => {
          const after = { ...changed, ipBlockMatchesPods: before.ipBlockMatchesPods };
          const pod = nameOf(after.pods[pick % after.pods.length] as Pod);
          const claim = judge(before, after, `no new connections ${end} ${pod}`);
          seen[claim.status]++;
          const news = newPackets(before, after, pod, end, before.pods[pick % before.pods.length] as Pod);
          if (claim.status === 'holds') expect(news, claim.message).toEqual([]);
          if (claim.status === 'fails') seen.confirmed += confirm(claim, before, after);
        },
      ),
      { numRuns: WORLDS },
    );
    expect(seen.holds).toBeGreaterThan(WORLDS / 10);
    expect(seen.confirmed).toBeGreaterThan(WORLDS / 20);
  }, 600_000);
});

/** A claim that fails is right about its witness, where both ends are pods that exist. */
function confirm({ witness, message }: ClaimReport, before: World, after: World): number {
  const podOf = (id: string): string => id.replace('Pod:', '');
  const [from, to] = [podOf(witness?.from ?? ''), podOf(witness?.to ?? '')];
  const [run] = witness?.traffic ?? [];
  if (run === undefined || from === to || ![from, to].every((name) => hasPod(after, name))) return 0;
  const packet: Packet = { from: { pod: from }, to: { pod: to }, protocol: run.protocol, port: run.first };
  expect([isAllowed(before, packet), isAllowed(after, packet)], message).toEqual([false, true]);
  return 1;
}
