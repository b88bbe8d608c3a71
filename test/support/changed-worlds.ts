import fc from 'fast-check';
import { type ComparedTrees, compareTrees, type Limits } from '../../src/change/compare-trees.ts';
import type { Tree } from '../../src/change/trees.ts';
import type { Assumptions } from '../../src/cluster/assumptions.ts';
import type { DataplaneProfile } from '../../src/cluster/dataplane-profile.ts';
import { expose } from '../../src/exposure/expose.ts';
import { listDoors } from '../../src/exposure/list-doors.ts';
import { listOpenings } from '../../src/exposure/list-openings.ts';
import type { AddressSet } from '../../src/sets/address-set.ts';
import type { AdminPolicy } from '../oracle/admin-world.ts';
import type { World } from '../oracle/world.ts';
import { type TestWorld, worldOf } from './worlds.ts';

/** How both trees read what the API leaves open. */
export interface Readings {
  readonly profile?: DataplaneProfile;
  readonly assume?: Partial<Assumptions>;
  /** Further addresses at which both are cut. */
  readonly cuts?: readonly AddressSet[];
}

/** The objects of two trees, compared. */
export function comparedOver(
  before: readonly unknown[],
  after: readonly unknown[],
  { cuts = [], ...readings }: Readings = {},
  limits?: Limits,
): ComparedTrees {
  const options = { ...readings, wants: { nodes: true } };
  const ranges = [before, after].flatMap((objects) => rangesOf(worldOf(objects, { ...options, cuts })));
  const treeOf = (objects: readonly unknown[]): Tree => {
    const { cluster, engine, resources } = worldOf(objects, { ...options, cuts: [...cuts, ...ranges] });
    const exposure = expose({
      cluster,
      engine,
      listDoors: () => listDoors(resources, cluster),
      listOpenings: () => listOpenings(resources, cluster),
    });
    const contentOf: Tree['contentOf'] = (ref) => (ref.kind === 'path' ? JSON.stringify(objects[ref.document]) : '');
    const around = { policies: new Map(), fronts: new Map(), doors: new Map() };
    const written = { namespaceOrigins: new Map(), contentOf, meshAnnotationsOf: () => '' };
    return { cluster, engine, exposure, around, ...written };
  };
  return compareTrees({ base: treeOf(before), head: treeOf(after) }, limits);
}

function rangesOf({ cluster }: TestWorld): readonly AddressSet[] {
  return cluster.endpoints.flatMap((endpoint) =>
    endpoint.kind === 'addresses' ? [[endpoint.first, endpoint.last + 1n]] : [],
  );
}

/** All objects of a world. */
export function objectsOf({ namespaces, pods, policies, admin }: World): readonly unknown[] {
  return [...namespaces, ...pods, ...policies, ...(admin?.policies ?? [])];
}

const WAYS = ['drop', 'swap', 'add', 'reword', 'reword', 'relabel', 'renamespace', 'leave', 'all'] as const;

/**
 * A world and what a change makes of it: a policy more, less or another, other rules in policies that govern whom they did,
 * labels of a pod or of a namespace, a pod less.
 */
export function changedOf(worlds: fc.Arbitrary<World>): fc.Arbitrary<readonly [before: World, after: World]> {
  return fc.tuple(worlds, worlds, fc.nat(), fc.constantFrom(...WAYS)).map(([world, other, pick, how]) => {
    const changed = change(world, other, pick, how);
    return pick % 2 === 0 ? [world, changed] : [changed, world];
  });
}

function change(world: World, other: World, pick: number, how: (typeof WAYS)[number]): World {
  const { policies, pods, namespaces, admin } = world;
  const at = <T>(list: readonly T[]): number => (list.length === 0 ? -1 : pick % list.length);
  const known = new Set(namespaces.map(({ metadata }) => metadata.name));
  const foreign = other.policies.filter(({ metadata }) => known.has(metadata.namespace ?? 'default'));
  const named = foreign.map((policy, index) => ({ ...policy, metadata: { ...policy.metadata, name: `x${index}` } }));
  switch (how) {
    case 'drop': {
      const adminPolicies = admin?.policies.filter((_, index) => index !== at(admin.policies));
      const isAdmin = pick % 3 === 0 && admin !== undefined;
      if (isAdmin) return { ...world, admin: { ...admin, policies: adminPolicies ?? [] } };
      return { ...world, policies: policies.filter((_, index) => index !== at(policies)) };
    }
    case 'swap':
      return {
        ...world,
        policies: policies.map((policy, index) =>
          index === at(policies) && other.policies[0] !== undefined
            ? { ...other.policies[0], metadata: policy.metadata }
            : policy,
        ),
      };
    case 'add':
      return { ...world, policies: [...policies, ...named.slice(0, 1)] };
    case 'reword':
      return reword(world, other, pick);
    case 'relabel':
      return {
        ...world,
        pods: pods.map((pod, index) => {
          const { labels, ...metadata } = pod.metadata;
          const given = other.pods[0]?.metadata.labels;
          return index === at(pods) ? { ...pod, metadata: { ...metadata, ...(given && { labels: given }) } } : pod;
        }),
      };
    case 'renamespace':
      return {
        ...world,
        namespaces: namespaces.map((one, index) =>
          index === at(namespaces)
            ? { ...one, metadata: { ...one.metadata, labels: other.namespaces[0]?.metadata.labels ?? {} } }
            : one,
        ),
      };
    case 'leave':
      return { ...world, pods: pods.filter((_, index) => index !== at(pods)) };
    default:
      return { ...world, policies: named };
  }
}

/** A policy of each API says something else about those whom it governs, or says it in another tier. */
function reword(world: World, other: World, pick: number): World {
  const { policies, admin } = world;
  const [like] = other.policies;
  return {
    ...world,
    policies: policies.map((policy, index) => {
      if (index !== pick % policies.length || !policy.spec || !like?.spec) return policy;
      const { ingress, egress, policyTypes } = policy.spec;
      const types = policyTypes ?? (egress?.length ? (['Ingress', 'Egress'] as const) : (['Ingress'] as const));
      const rules = {
        ingress: otherRules(ingress ?? [], like.spec.ingress ?? [], pick),
        egress: otherRules(egress ?? [], like.spec.egress ?? [], pick + 1),
      };
      return { ...policy, spec: { ...policy.spec, policyTypes: types, ...rules } };
    }),
    ...(admin && { admin: { ...admin, policies: rewordAdmin(admin.policies, other.admin?.policies ?? [], pick) } }),
  };
}

function rewordAdmin(
  own: readonly AdminPolicy[],
  others: readonly AdminPolicy[],
  pick: number,
): readonly AdminPolicy[] {
  return own.map((policy, index) => {
    const like = others.find(({ kind }) => kind === policy.kind) ?? policy;
    if (index !== pick % own.length) return policy;
    const { ingress, egress } = policy.spec;
    const rules = {
      ingress: otherRules(ingress ?? [], like.spec.ingress ?? [], pick),
      egress: otherRules(egress ?? [], like.spec.egress ?? [], pick + 1),
    };
    const { tier } = policy.spec;
    if (tier !== undefined && pick % 3 === 0) {
      return { ...policy, spec: { ...policy.spec, tier: tier === 'Admin' ? 'Baseline' : 'Admin' } };
    }
    return { ...policy, spec: { ...policy.spec, ...rules } };
  });
}

/** Other rules; one less, one more in between, or the same in another order. */
function otherRules<Rule>(own: readonly Rule[], others: readonly Rule[], pick: number): readonly Rule[] {
  const middle = Math.floor(own.length / 2);
  switch (Math.floor(pick / 8) % 4) {
    case 0:
      return others;
    case 1:
      return own.filter((_, index) => index !== middle);
    case 2:
      return [...own.slice(0, middle), ...others.slice(0, 1), ...own.slice(middle)];
    default:
      return [...own].reverse();
  }
}
