import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Layer, Policy, Rule } from '../../src/cluster/cluster.ts';
import type { PodEndpoint } from '../../src/cluster/endpoint.ts';
import type { Doubt, Truth } from '../../src/cluster/truth.ts';
import type { Governing } from '../../src/connectivity/walk-layer.ts';
import { governingTier, walkLayer } from '../../src/connectivity/walk-layer.ts';
import { ALL_ADDRESSES } from '../../src/sets/address-set.ts';
import { ALL_CONNECTIONS, type ConnectionSet, connections } from '../../src/sets/connection-set.ts';
import { equals, has, union } from '../../src/sets/interval-set.ts';

/** A rule in a made-up tier model: everything the loop looks at, by port number. */
interface ModelRule {
  readonly action: 'allow' | 'deny' | 'pass';
  readonly ports: readonly number[];
  readonly applies: 'yes' | 'no' | 'maybe';
}
interface ModelPolicy {
  readonly governs: 'yes' | 'no' | 'maybe';
  readonly isolates: boolean;
  readonly rules: readonly ModelRule[];
}
interface ModelTier {
  readonly policies: readonly ModelPolicy[];
  readonly onNoMatch: 'deny' | 'pass';
}
interface Model {
  readonly tiers: readonly ModelTier[];
  readonly otherwise: 'allow' | 'deny';
}

const PORTS = [1, 2, 3] as const;
const truth = fc.constantFrom('yes' as const, 'no' as const, 'maybe' as const);
const anyRule = fc.record({
  action: fc.constantFrom('allow' as const, 'deny' as const, 'pass' as const),
  ports: fc.subarray([...PORTS], { minLength: 1 }),
  applies: truth,
});
const anyModel: fc.Arbitrary<Model> = fc.record({
  tiers: fc.array(
    fc.record({
      policies: fc.array(
        fc.record({ governs: truth, isolates: fc.boolean(), rules: fc.array(anyRule, { maxLength: 3 }) }),
        { maxLength: 3 },
      ),
      onNoMatch: fc.constantFrom('deny' as const, 'pass' as const),
    }),
    { maxLength: 3 },
  ),
  otherwise: fc.constantFrom('allow' as const, 'deny' as const),
});

const DOUBT: Doubt = { why: 'it is a test', settle: 'end the test' };
const truthOf = (answer: 'yes' | 'no' | 'maybe'): Truth => (answer === 'maybe' ? DOUBT : answer === 'yes');

const pod: PodEndpoint = {
  kind: 'pod',
  id: 'a/Pod:a',
  namespace: { name: 'a', labels: new Map(), complete: true },
  workloadKind: 'Pod',
  name: 'a',
  labels: new Map(),
  runtimeLabelKeys: new Set(),
  namedPorts: [],
  declaredPorts: [],
  hostNetwork: false,
  addresses: { kind: 'within', addresses: ALL_ADDRESSES },
  serviceAccount: 'default',
  single: false,
  assumed: false,
};

/** The loop's own input for a model. */
function governingOf(model: Model): { governing: Governing; matching: readonly Truth[] } {
  const applies = new Map<Rule, Truth>();
  const origin = { kind: 'span', file: 'model' } as const;
  const tiers = model.tiers.map((tier) => ({
    tier: { name: 'tier', policies: [], onNoMatch: tier.onNoMatch },
    policies: tier.policies.map((policy) => {
      const rules = policy.rules.map((rule): Rule => {
        const traffic = rule.ports.map((port) => connections('TCP', port)).reduce(union);
        const made: Rule = {
          action: rule.action,
          peer: { kind: 'everything' },
          traffic: [{ kind: 'ports', traffic }],
          label: 'rule',
          origin,
        };
        applies.set(made, truthOf(rule.applies));
        return made;
      });
      const made: Policy = {
        kind: 'Model',
        name: 'model',
        subject: { kind: 'everything' },
        isolates: { ingress: policy.isolates, egress: false },
        isolatesOrigin: origin,
        rules: { ingress: rules, egress: [] },
        origin,
      };
      return { policy: made, governs: truthOf(policy.governs) };
    }),
  }));
  const layer: Layer = { name: 'layer', tiers: tiers.map(({ tier }) => tier), otherwise: model.otherwise };
  // The engine hands over only policies that may govern.
  const possible = tiers.map(({ tier, policies }) => {
    const governing = policies.filter(({ governs }) => governs !== false);
    return governingTier(tier, governing, 'ingress');
  });
  const policies = possible.flatMap((tier) => tier.policies.map(({ policy }) => policy));
  const rules = policies.flatMap((policy) => policy.rules.ingress);
  return {
    governing: { layer, tiers: possible, policies, rules },
    matching: rules.map((rule) => applies.get(rule) ?? false),
  };
}

/** One packet through a model without doubts, as a reader of the rules would do it. */
function decidePort(model: Model, port: number): 'allow' | 'deny' {
  nextTier: for (const tier of model.tiers) {
    const governing = tier.policies.filter(({ governs }) => governs === 'yes');
    for (const { rules } of governing) {
      for (const rule of rules) {
        if (rule.applies !== 'yes' || !rule.ports.includes(port)) continue;
        if (rule.action === 'pass') continue nextTier;
        return rule.action;
      }
    }
    if (tier.onNoMatch === 'deny' && governing.some(({ isolates }) => isolates)) return 'deny';
  }
  return model.otherwise;
}

/** Every way in which the doubts of a model can turn out. */
function* outcomesOf(model: Model): Generator<Model> {
  const text = JSON.stringify(model);
  const doubts = text.split('"maybe"').length - 1;
  for (let bits = 0; bits < 1 << doubts; bits++) {
    let doubt = 0;
    yield JSON.parse(text.replaceAll('"maybe"', () => ((bits >> doubt++) & 1 ? '"yes"' : '"no"'))) as Model;
  }
}

function walk(model: Model): { mayAllow: ConnectionSet; mayDeny: ConnectionSet } {
  const { governing, matching } = governingOf(model);
  return walkLayer(governing, 'ingress', pod, matching);
}

const doubtsIn = (model: Model): number => JSON.stringify(model).split('"maybe"').length - 1;

describe('the loop over the tiers', () => {
  it('decides every port exactly as a reader of the rules does, where nothing is in doubt', () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        fc.pre(doubtsIn(model) === 0);
        const { mayAllow, mayDeny } = walk(model);
        for (const port of PORTS) {
          const allowed = decidePort(model, port) === 'allow';
          expect([has(mayAllow, port), has(mayDeny, port)]).toEqual([allowed, !allowed]);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('covers every way in which doubts can turn out', () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        fc.pre(doubtsIn(model) <= 6);
        const { mayAllow, mayDeny } = walk(model);
        for (const outcome of outcomesOf(model)) {
          for (const port of PORTS)
            expect(has(decidePort(outcome, port) === 'allow' ? mayAllow : mayDeny, port)).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('leaves nothing undecided that only one rule in doubt leaves open without need', () => {
    // A single doubtful allow rule before a sure one for the same port: the answer is allow either way.
    const rules = (applies: 'maybe' | 'yes'): ModelRule => ({ action: 'allow', ports: [1], applies });
    const model: Model = {
      tiers: [
        { policies: [{ governs: 'yes', isolates: true, rules: [rules('maybe'), rules('yes')] }], onNoMatch: 'deny' },
      ],
      otherwise: 'allow',
    };
    const { mayAllow, mayDeny } = walk(model);
    expect([has(mayAllow, 1), has(mayDeny, 1)]).toEqual([true, false]);
  });

  it('always says something about every connection', () => {
    fc.assert(
      fc.property(anyModel, (model) => {
        const { mayAllow, mayDeny } = walk(model);
        expect(equals(union(mayAllow, mayDeny), ALL_CONNECTIONS)).toBe(true);
      }),
    );
  });
});
