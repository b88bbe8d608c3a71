import { describe, expect, it } from 'vitest';

import { judgeClaim } from '../../src/assertions/judge-claim.ts';
import type { Judgement } from '../../src/assertions/judgement.ts';
import { sentenceSuite } from '../../src/assertions/load-suite.ts';
import { addressCutsOf } from '../../src/assertions/mentions.ts';
import { expose } from '../../src/exposure/expose.ts';
import type { SourceRef } from '../../src/source/source-ref.ts';
import { namespace, networkPolicy, workload, worldOf } from '../support/worlds.ts';

const WEB = workload('shop/web', { role: 'web' });
const DB = workload('shop/db', { role: 'db' }, [{ name: 'sql', containerPort: 5432 }]);
const SHOP = [namespace('shop', { team: 'shop' }), WEB, DB];

function judge(objects: readonly unknown[], sentence: string): Judgement {
  const suite = sentenceSuite([sentence]);
  const { cluster, engine } = worldOf(objects, { cuts: addressCutsOf(suite) });
  const [entry] = suite.claims;
  if (entry === undefined) throw new Error('one sentence, one claim');
  const exposure = expose({ cluster, engine, listDoors: () => [], listOpenings: () => [] });
  return judgeClaim(entry, { cluster, engine, exposure, services: [], suite, today: '2026-06-15' });
}

/** What a reader sees of a verdict. */
function screen({ status, message, help, guilty, witness }: Judgement): readonly string[] {
  return [
    `${status}: ${message}`,
    `help: ${help ?? 'none'}`,
    `at ${placeOf(guilty)}`,
    ...(witness?.reasons.map(
      ({ direction, outcome, reason, at }) =>
        `${direction} ${outcome}: ${reason}${at === undefined ? '' : ` (${placeOf(at)})`}`,
    ) ?? []),
    ...(witness?.nearestMiss === undefined ? [] : [`nearest miss: ${witness.nearestMiss.reason}`]),
  ];
}

function placeOf(ref: SourceRef): string {
  return ref.kind === 'span' ? `${ref.file}` : `${ref.document}:${ref.path.join('.')}`;
}

const policy = (spec: object, name = 'shop/db-in'): unknown =>
  networkPolicy(name, { podSelector: { matchLabels: { role: 'db' } }, ...spec });

describe('the reason of a verdict', () => {
  it('is that nothing governs, where nothing does', () => {
    expect(screen(judge(SHOP, 'web -/-> db'))).toEqual([
      'fails: traffic from `shop/web` to `shop/db` on 5432/tcp is allowed, but the claim denies it',
      'help: no policy governs egress of `shop/web`, and no policy governs ingress of `shop/db`; add a policy that isolates `shop/db` for ingress or `shop/web` for egress',
      'at -e',
      'egress allowed: no policy governs egress of `shop/web`',
      'ingress allowed: no policy governs ingress of `shop/db`',
    ]);
  });

  it('is the rule that admits', () => {
    const spec = {
      ingress: [
        { from: [{ podSelector: { matchLabels: { role: 'api' } } }] },
        { from: [{ podSelector: {} }], ports: [{ port: 5432 }] },
      ],
    };
    expect(screen(judge([...SHOP, policy(spec)], 'web -/-> db'))).toEqual([
      'fails: traffic from `shop/web` to `shop/db` on 5432/tcp is allowed, but the claim denies it',
      'help: ingress rule 2 of NetworkPolicy `shop/db-in` admits it; narrow its `from` or its `ports`',
      'at 3:spec.ingress.1.from.0',
      'egress allowed: no policy governs egress of `shop/web`',
      'ingress allowed: ingress rule 2 of NetworkPolicy `shop/db-in` admits it (3:spec.ingress.1.from.0)',
    ]);
  });

  it('is the policy that isolates, with the rule that almost admits', () => {
    const spec = {
      ingress: [{ from: [{ podSelector: { matchLabels: { role: 'backend' } } }], ports: [{ port: 5432 }] }],
    };
    expect(screen(judge([...SHOP, policy(spec)], 'web --> db:5432'))).toEqual(
      [
        'fails: traffic from `shop/web` to `shop/db` on 5432/tcp is denied, but the claim needs it',
        'help: `shop/db-in` ingress rule 1 admits `role=backend`; `shop/web` has `role=web`; change one of the two',
        'at 3:spec.ingress.0',
        'ingress denied: NetworkPolicy `shop/db-in` isolates `shop/db` for ingress and no rule admits it (3:spec.podSelector)',
        'egress allowed: no policy governs egress of `shop/web`',
        'nearest miss: `shop/db-in` ingress rule 1 admits `role=backend`; `shop/web` has `role=web`',
      ].toSorted((a, b) => order(a) - order(b)),
    );
  });

  it('is the policy alone where no rule is near', () => {
    const judged = judge([...SHOP, policy({})], 'web --> db');
    expect(judged.message).toBe('no traffic from `shop/web` to `shop/db` is allowed, but the claim needs some');
    expect(judged.help).toBe(
      'NetworkPolicy `shop/db-in` isolates `shop/db` for ingress and no rule admits it; add a rule that does',
    );
    expect(placeOf(judged.guilty)).toBe('3:spec.podSelector');
    expect(judged.witness?.nearestMiss).toBeUndefined();
  });

  it('is what says that a policy isolates: `policyTypes`, where it is written', () => {
    const said = judge([...SHOP, policy({ policyTypes: ['Ingress'] })], 'web --> db');
    expect(placeOf(said.guilty)).toBe('3:spec.policyTypes');
    expect(said.help).toMatch(/; add a rule that does$/);
  });

  it('is that `policyTypes` are missing, where a policy speaks of egress alone', () => {
    const egress = [{ to: [{ podSelector: {} }] }];
    expect(judge([...SHOP, policy({ egress })], 'web --> db').help).toMatch(
      /; without `policyTypes` a policy is about ingress, too: write `policyTypes: \[Egress\]` if it is meant for egress alone, else add a rule that does$/,
    );
    expect(judge([...SHOP, policy({ egress, ingress: [] })], 'web --> db').help).toMatch(/it; add a rule that does$/);
  });

  it('names two policies that isolate together', () => {
    const judged = judge([...SHOP, policy({}), policy({}, 'shop/db-too')], 'web --> db');
    expect(judged.help).toBe(
      'NetworkPolicy `shop/db-in` and NetworkPolicy `shop/db-too` isolate `shop/db` for ingress and no rule admits it; add a rule that does',
    );
  });
});

function order(line: string): number {
  return ['fails', 'help', 'at', 'egress', 'ingress', 'nearest'].findIndex((word) => line.startsWith(word));
}

describe('the nearest miss', () => {
  const missOf = (spec: object, sentence = 'web --> db:5432'): string | undefined =>
    judge([...SHOP, policy(spec)], sentence).witness?.nearestMiss?.reason;
  const from = (...peers: readonly object[]): object => ({ ingress: [{ from: peers }] });

  it.each([
    ['a port', { ingress: [{ ports: [{ port: 80 }] }] }, '`shop/db-in` ingress rule 1 admits 80/tcp; this is 5432/tcp'],
    [
      'a port name',
      { ingress: [{ ports: [{ port: 'http' }] }] },
      '`shop/db-in` ingress rule 1 admits port `http`, which the destination does not have; this is 5432/tcp',
    ],
    [
      'a namespace',
      from({ namespaceSelector: { matchLabels: { team: 'ops' } } }),
      '`shop/db-in` ingress rule 1 admits namespaces with `team=ops`; namespace `shop` of `shop/web` has `team=shop`',
    ],
    [
      'an expression',
      from({ podSelector: { matchExpressions: [{ key: 'role', operator: 'NotIn', values: ['web'] }] } }),
      '`shop/db-in` ingress rule 1 admits `role!=web`; `shop/web` has `role=web`',
    ],
    [
      'a missing label',
      from({ podSelector: { matchLabels: { tier: 'x' } } }),
      '`shop/db-in` ingress rule 1 admits `tier=x`; `shop/web` has no label `tier`',
    ],
    [
      'the nearer of two peers',
      from({ podSelector: { matchLabels: { a: '1', b: '2' } } }, { podSelector: { matchLabels: { c: '3' } } }),
      '`shop/db-in` ingress rule 1 admits `c=3`; `shop/web` has no label `c`',
    ],
    [
      'the nearer of two rules',
      {
        ingress: [
          { from: [{ podSelector: { matchLabels: { role: 'api' } } }], ports: [{ port: 80 }] },
          { from: [{ podSelector: {} }], ports: [{ port: 80 }] },
        ],
      },
      '`shop/db-in` ingress rule 2 admits 80/tcp; this is 5432/tcp',
    ],
  ])('tells the difference of %s', (_, spec, reason) => {
    expect(missOf(spec)).toBe(reason);
  });

  it('does not count ports where any would do', () => {
    const spec = { ingress: [{ from: [{ podSelector: { matchLabels: { role: 'api' } } }], ports: [{ port: 5432 }] }] };
    expect(missOf(spec, 'web --> db')).toBe('`shop/db-in` ingress rule 1 admits `role=api`; `shop/web` has `role=web`');
  });

  it('of an address of the family that a rule forgets says so', () => {
    expect(missOf(from({ ipBlock: { cidr: '0.0.0.0/0' } }), '2001:db9::1 --> db:5432')).toBe(
      '`shop/db-in` ingress rule 1 admits `0.0.0.0/0`; `2001:db9::1` is IPv6, and these are IPv4 alone (all of IPv6 is `::/0`)',
    );
    expect(missOf(from({ ipBlock: { cidr: '::/0' } }), '192.0.2.1 --> db:5432')).toContain(
      '(all of IPv4 is `0.0.0.0/0`)',
    );
  });

  it('of an address is a range or that it is no pod', () => {
    expect(missOf(from({ ipBlock: { cidr: '192.0.2.0/24' } }), '198.51.100.1 --> db:5432')).toBe(
      '`shop/db-in` ingress rule 1 admits `192.0.2.0/24`; `198.51.100.1` is not among these addresses',
    );
    expect(missOf(from({ podSelector: {} }), '198.51.100.1 --> db:5432')).toBe(
      '`shop/db-in` ingress rule 1 admits pods; `198.51.100.1` is not a pod',
    );
  });
});

describe('an undecided verdict', () => {
  it('gives the doubt and what would settle it', () => {
    const judged = judge(
      [...SHOP, policy({ ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }] })],
      'web -/-> db',
    );
    expect(judged.status).toBe('undecided');
    expect(judged.message).toMatch(
      /^it cannot be decided whether traffic from `shop\/web` to `shop\/db` on 5432\/tcp is allowed, because /,
    );
    expect(judged.help).toBe(judged.witness?.doubt?.settle);
    expect(judged.witness?.reasons.find(({ direction }) => direction === 'ingress')).toMatchObject({
      outcome: 'undecided',
    });
  });
});

describe('whole claims', () => {
  const spec = { ingress: [{ from: [{ podSelector: { matchLabels: { role: 'web' } } }], ports: [{ port: 5432 }] }] };
  const objects = [...SHOP, workload('shop/job', { role: 'job' }), policy(spec)];

  it.each([
    ['web --> db:5432', 'holds'],
    ['web --> db:sql', 'holds'],
    ['web --> db:only 5432', 'holds'],
    ['only web --> db:5432', 'holds'],
    ['only web --> db', 'holds'],
    ['only job --> db:5432', 'fails'],
    ['job | internet -/-> db', 'holds'],
    ['web --> only db:5432', 'fails'],
    ['db isolated ingress', 'holds'],
    ['db isolated', 'fails'],
    ['db -/-> db', 'holds'],
    ['93.184.215.14 -/-> db', 'holds'],
    ['192.168.2.7 -/-> db', 'undecided'],
  ])('%s %s', (sentence, status) => {
    expect(judge(objects, sentence).status).toBe(status);
  });
});

describe('a claim about a pod in the network of its node', () => {
  it('says that its own node was not judged', () => {
    const agent = workload('shop/agent', { role: 'agent' }, [], { hostNetwork: true });
    expect(judge([...SHOP, agent], 'agent --> db:5432').notes).toEqual([
      "`shop/agent` is in its node's network: its traffic with pods of the same node was not judged",
    ]);
    expect(judge([...SHOP, agent], 'web --> db:5432').notes).toEqual([]);
  });
});
