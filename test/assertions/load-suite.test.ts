import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import { loadSuite, sentenceSuite } from '../../src/assertions/load-suite.ts';
import { addressCutsOf, mentions } from '../../src/assertions/mentions.ts';
import type { Suite } from '../../src/assertions/suite.ts';
import { SUITE_SCHEMA } from '../../src/assertions/suite-schema.ts';
import type { Finding } from '../../src/findings/finding.ts';
import { formatClaim, formatGroup } from './format-claim.ts';

function suiteOf(yaml: string): Suite {
  return loadSuite({ file: 'shop.yaml', document: 0, value: parse(yaml) });
}

/** Findings as a reader sees them: severity and code, place, message, help. */
function screen(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ code, severity, message, help, at }) => {
    const place = at?.kind === 'path' ? `${at.path.join('.')}${at.part === 'key' ? ' (key)' : ''}` : 'nowhere';
    return `${severity} ${code} at ${place}: ${message}${help === undefined ? '' : `; ${help}`}`;
  });
}

function problemsOf(yaml: string): readonly string[] {
  const suite = suiteOf(yaml);
  return screen([...suite.findings, ...suite.claims.flatMap(({ problems }) => problems)]);
}

const EXPECT = 'expect: [web -/-> db]\n';

describe('a suite', () => {
  it('holds what the file says', () => {
    const suite = suiteOf(`
suite: The shop keeps its tiers apart
manifests: [/k8s/**/*.yaml, more/]
namespace: shop
define:
  frontends: [web, bff]
  data: pods[tier=data]
assume:
  dataplane: calico
  podCIDRs: [10.0.0.0/8, "fd00::/8"]
  nodeCIDRs: 192.168.0.0/16
expect:
  - web -/-> db
  - expect frontends --> api:8080
  - claim: data -/-> internet
    id: no-exfiltration
    because: PCI DSS 1.3.1
    severity: warning
    allow-empty: true
    waive: {until: "2027-01-31", owner: data team, reason: migration}
`);
    expect(suite.findings).toEqual([]);
    expect(suite).toMatchObject({
      file: 'shop.yaml',
      title: 'The shop keeps its tiers apart',
      manifests: ['/k8s/**/*.yaml', 'more/'],
      manifestOrigins: [{ path: ['manifests', 0] }, { path: ['manifests', 1] }],
      namespace: 'shop',
      assume: { dataplane: 'calico', namespaces: [], workloads: [] },
    });
    expect(suite.assume.podCIDRs).toHaveLength(4);
    expect(suite.assume.nodeCIDRs).toHaveLength(2);
    expect([...suite.define].map(([name, group]) => `${name}: ${formatGroup(group)}`)).toEqual([
      'frontends: web | bff',
      'data: pods[tier=data]',
    ]);
    expect(suite.claims.map(({ claim }) => claim && formatClaim(claim))).toEqual([
      'web -/-> db',
      'frontends --> api:8080/tcp',
      'data -/-> internet',
    ]);
    expect(suite.claims[1]).toMatchObject({
      sentence: 'frontends --> api:8080',
      severity: 'error',
      allowEmpty: false,
      origin: { kind: 'path', path: ['expect', 1] },
    });
    expect(suite.claims[2]).toMatchObject({
      id: 'no-exfiltration',
      because: 'PCI DSS 1.3.1',
      severity: 'warning',
      allowEmpty: true,
      waive: { until: '2027-01-31', owner: 'data team', reason: 'migration' },
      origin: { kind: 'path', path: ['expect', 2, 'claim'] },
    });
  });

  it('may hold a single sentence', () => {
    const suite = suiteOf('expect: web -/-> db');
    expect(suite.claims).toMatchObject([{ sentence: 'web -/-> db', origin: { path: ['expect'] } }]);
  });

  it('knows where the terms of a definition are written', () => {
    const terms = suiteOf(`define: {frontends: [web, shop/bff]}\n${EXPECT}`).define.get('frontends')?.terms;
    expect(terms).toMatchObject([
      { text: 'web', origin: { path: ['define', 'frontends', 0], within: { start: 0, end: 3 } } },
      { text: 'shop/bff', origin: { path: ['define', 'frontends', 1], within: { start: 0, end: 8 } } },
    ]);
  });

  it('reads assumed namespaces from a map and from a list', () => {
    const map = suiteOf(`assume: {namespaces: {shop: {team: a}, bare: {}}}\n${EXPECT}`).assume.namespaces;
    const list = suiteOf(`assume: {namespaces: [{name: shop, labels: {team: a}}, {name: bare, labels: {}}]}\n${EXPECT}`)
      .assume.namespaces;
    const facts = [
      { name: 'shop', labels: new Map([['team', 'a']]) },
      { name: 'bare', labels: new Map() },
    ];
    expect(map).toMatchObject(facts);
    expect(list).toMatchObject(facts);
  });

  it('reads assumed workloads with their ports in every spelling', () => {
    const suite = suiteOf(`
namespace: shop
assume:
  workloads:
    - {name: web, labels: {app: web}, ports: [80, 53/udp, "90/tcp", {name: http, port: 8080}, {port: 1, protocol: SCTP}]}
    - {name: db, namespace: data, labels: {}, serviceAccount: db}
${EXPECT}`);
    expect(suite.findings).toEqual([]);
    expect(suite.assume.workloads).toMatchObject([
      {
        name: 'web',
        namespace: 'shop',
        ports: [
          { name: '', protocol: 'TCP', number: 80 },
          { name: '', protocol: 'UDP', number: 53 },
          { name: '', protocol: 'TCP', number: 90 },
          { name: 'http', protocol: 'TCP', number: 8080 },
          { name: '', protocol: 'SCTP', number: 1 },
        ],
      },
      { name: 'db', namespace: 'data', serviceAccount: 'db' },
    ]);
    expect(suite.assume.workloads[1]?.ports).toBeUndefined();
  });
});

describe('what is wrong with a suite', () => {
  it.each([
    ['web -/-> db', 'error invalid-suite at : a suite must be a mapping, but is text'],
    ['suite: x', 'error invalid-suite at : a suite has no `expect`; add `expect:`'],
    ['expect: []', 'error invalid-suite at expect: `expect` is empty; write at least one'],
    ['expect:', 'error invalid-suite at expect: `expect` must be text or a list, but is empty'],
    [`expct: []\n${EXPECT}`, 'error invalid-suite at expct (key): a suite has no key `expct`; did you mean `expect`?'],
    [`lint: []\n${EXPECT}`, 'error invalid-suite at lint: `lint` must be a mapping, but is a list'],
    [
      `suite: 1\n${EXPECT}`,
      'error invalid-suite at suite: `suite` must be text, but is the number `1`; put quotes around it: `"1"`',
    ],
    [
      `namespace: Shop\n${EXPECT}`,
      'error invalid-suite at namespace: `Shop` is not the name of a namespace; lower-case letters, digits and `-`, at most 63',
    ],
    [
      'expect:\n- web --> db: 5432',
      'error invalid-suite at expect.0: `expect` has no `claim`; add `claim:`',
      'error invalid-suite at expect.0.web --> db (key): this sentence is a mapping with the key `web --> db`; a colon before a space makes YAML read a mapping; write `db:5432` without the space, or put quotes around the sentence',
    ],
    ['expect:\n- [web]', 'error invalid-suite at expect.0: `expect` must be text or a mapping, but is a list'],
    [
      'expect:\n- {claim: web -/-> db, becuase: x}',
      'error invalid-suite at expect.0.becuase (key): `expect` has no key `becuase`; did you mean `because`?',
    ],
    [
      'expect:\n- {claim: web -/-> db, severity: eror}',
      'error invalid-suite at expect.0.severity: `severity` cannot be `eror`; did you mean `error`?',
    ],
    [
      'expect:\n- {claim: web -/-> db, allow-empty: yes please}',
      'error invalid-suite at expect.0.allow-empty: `allow-empty` must be `true` or `false`, but is text',
    ],
    ['expect:\n- web -> db', 'error invalid-claim at expect.0: `->` is not an arrow; did you mean `-->`?'],
    [
      'expect:\n- {claim: a --> b, id: x}\n- {claim: b --> c, id: x}',
      'error invalid-suite at expect.1.id: two claims have the id `x`; give each claim an id of its own',
    ],
    [
      `environments: {staging: {kustomise: a}}\n${EXPECT}`,
      'error invalid-suite at environments.staging.kustomise (key): `staging` has no key `kustomise`; did you mean `kustomize`?',
    ],
    [
      `environments: {staging: {helm: {chart: a, kubeVersion: 1.31}}}\n${EXPECT}`,
      'error invalid-suite at environments.staging.helm.kubeVersion: `kubeVersion` must be text, but is the number `1.31`; put quotes around it: `"1.31"`',
    ],
    [`environments: {}\n${EXPECT}`, 'error invalid-suite at environments: `environments` is empty; write at least one'],
    [
      `manifests: [b]\nenvironments: {staging: {manifests: [a]}}\n${EXPECT}`,
      'error invalid-suite at manifests (key): `manifests` stands beside `environments`, and it does not say which of them it belongs to; move it into an environment, like `plain: {manifests: [/k8s]}`; what all of them have belongs into their kustomizations or charts',
    ],
    [
      `assume: {ingressController: ingress-nginx/}\n${EXPECT}`,
      'error invalid-claim at assume.ingressController: expected pods after `/` (a name, `pods` or `pods[app=web]`), but the sentence ends',
    ],
    [
      `assume: {ingressController: {namespace: Ingress, labels: {app: nginx}}}\n${EXPECT}`,
      'error invalid-suite at assume.ingressController.namespace: `Ingress` is not the name of a namespace',
    ],
    [
      `assume: {ingressController: {labels: {app: nginx}}}\n${EXPECT}`,
      'error invalid-suite at assume.ingressController: `ingressController` has no `namespace`; add `namespace:`',
    ],
    [
      `assume: {dataplane: calicoo}\n${EXPECT}`,
      'error invalid-suite at assume.dataplane: `dataplane` cannot be `calicoo`; did you mean `calico`?',
    ],
    [
      `assume: {podCIDRs: [10.0.0.0]}\n${EXPECT}`,
      'error invalid-suite at assume.podCIDRs.0: `10.0.0.0` is not a CIDR; a CIDR is an address, a slash and a prefix length, like `10.0.0.0/8`',
    ],
    [
      `assume: {podCIDRs: 10.1.0.0/8}\n${EXPECT}`,
      'error invalid-suite at assume.podCIDRs: `10.1.0.0/8` has bits set beyond its mask; write the address of the network',
    ],
    [
      `assume: {namespaces: [shop]}\n${EXPECT}`,
      'error invalid-suite at assume.namespaces.0: `namespaces` must be a mapping, but is text',
    ],
    [
      `assume: {namespaces: [{name: shop}]}\n${EXPECT}`,
      'error invalid-suite at assume.namespaces.0: `namespaces` has no `labels`; add `labels:`',
    ],
    [
      `assume: {namespaces: {shop: {team: 1}}}\n${EXPECT}`,
      'error invalid-suite at assume.namespaces.shop.team: `team` must be text, but is the number `1`; put quotes around it: `"1"`',
    ],
    [
      `assume: {namespaces: {shop: {te am: a}}}\n${EXPECT}`,
      'error invalid-suite at assume.namespaces.shop: `te am` is not a label key',
    ],
    [
      `assume: {workloads: [{name: web, labels: {}}]}\n${EXPECT}`,
      'error invalid-suite at assume.workloads.0: the assumed workload `web` has no namespace; add `namespace:` here or to the suite',
    ],
    [
      `namespace: shop\nassume: {workloads: [{name: web, labels: {}, ports: [http]}]}\n${EXPECT}`,
      'error invalid-suite at assume.workloads.0.ports.0: `http` is not a port; write `8080`, `8080/udp` or `{name: http, port: 8080}`',
    ],
    [
      `namespace: shop\nassume: {workloads: [{name: web, labels: {}}, {name: web, labels: {}}]}\n${EXPECT}`,
      'error invalid-suite at assume.workloads.1.name: workload `shop/web` is stated twice',
    ],
    [
      `define: {only: web}\n${EXPECT}`,
      'error invalid-suite at define.only (key): `only` is a word of the language and cannot be defined; choose another name',
    ],
    [
      `define: {Web: web}\n${EXPECT}`,
      'error invalid-suite at define.Web (key): `Web` cannot be a name; a name has lower-case letters, digits, `-` and `.`',
    ],
    [
      `define: {web: [a, "b:80"]}\n${EXPECT}`,
      'error invalid-claim at define.web.1: expected the end of the group, but found `:`; ports stand in claims, after the target: `web --> db:5432`',
    ],
    [
      `define: {web: [a except b, c]}\n${EXPECT}`,
      'error invalid-suite at define.web: `except` cannot stand in a list of several groups; write the group as one text: `web | bff except shop/old`',
    ],
  ])('%j is told with its place and a remedy', (yaml, ...expected) => {
    expect(problemsOf(yaml)).toEqual(expected);
  });

  it('keeps no half of a definition', () => {
    expect(suiteOf(`define: {web: [a, "b:80"]}\n${EXPECT}`).define.has('web')).toBe(false);
  });

  it.each([
    [
      '{until: "2027-02-31", owner: a, reason: b}',
      'error invalid-suite at expect.0.waive.until: `2027-02-31` is not a date; write the last day of the waiver as `YYYY-MM-DD`',
    ],
    [
      '{until: soon, owner: a, reason: b}',
      'error invalid-suite at expect.0.waive.until: `soon` is not a date; write the last day of the waiver as `YYYY-MM-DD`',
    ],
    ['{until: "2027-01-31", reason: b}', 'error invalid-suite at expect.0.waive: `waive` has no `owner`; add `owner:`'],
    [
      '{until: "2027-01-31", owner: a}',
      'error invalid-suite at expect.0.waive: `waive` has no `reason`; add `reason:`',
    ],
    ['{owner: a, reason: b}', 'error invalid-suite at expect.0.waive: `waive` has no `until`; add `until:`'],
    [
      '{until: "2027-01-31", owner: "", reason: b}',
      'error invalid-suite at expect.0.waive.owner: `owner` is empty; write something',
    ],
    [
      '{until: "2027-01-31", owner: " ", reason: b}',
      'error invalid-suite at expect.0.waive.owner: `owner` is empty; write something',
    ],
    [
      '{until: "2027-02-29", owner: a, reason: b}',
      'error invalid-suite at expect.0.waive.until: `2027-02-29` is not a date; write the last day of the waiver as `YYYY-MM-DD`',
    ],
  ])('does not waive a claim by %s', (waive, problem) => {
    const yaml = `expect:\n- {claim: web -/-> db, waive: ${waive}}`;
    expect(problemsOf(yaml)).toEqual([problem]);
    expect(suiteOf(yaml).claims[0]?.waive).toBeUndefined();
  });
});

describe('sentences of the command line', () => {
  it('make a suite whose places are lines of `-e`', () => {
    const suite = sentenceSuite(['expect web -/-> db', 'web -> db']);
    expect(suite).toMatchObject({ file: '-e', findings: [] });
    expect(suite.claims[0]).toMatchObject({
      sentence: 'web -/-> db',
      origin: { kind: 'span', file: '-e', span: { line: 1, column: 1, endLine: 1, endColumn: 19 } },
    });
    expect(suite.claims[1]?.claim).toBeUndefined();
    expect(suite.claims[1]?.problems).toMatchObject([
      { code: 'invalid-claim', at: { kind: 'span', span: { line: 2, column: 5, endLine: 2, endColumn: 7 } } },
    ]);
  });
});

describe('what a suite speaks of', () => {
  it('is every place in its claims and definitions', () => {
    expect(mentions(sentenceSuite(['web --> dns']), 'dns')).toBe(true);
    expect(mentions(sentenceSuite(['web --> dns']), 'nodes')).toBe(false);
    expect(mentions(sentenceSuite(['pods except nodes --> web']), 'nodes')).toBe(true);
    expect(mentions(suiteOf(`define: {outside: external | nodes}\n${EXPECT}`), 'nodes')).toBe(true);
  });

  it('leaves the cluster its own resolver only where no definition replaces it', () => {
    expect(mentions(suiteOf('define: {dns: openshift-dns/pods}\nexpect: web --> dns'), 'dns')).toBe(false);
    expect(mentions(suiteOf('define: {dns: dns | openshift-dns/pods}\nexpect: web --> dns'), 'dns')).toBe(true);
  });

  it('is cut at every range it names', () => {
    const suite = suiteOf('define: {office: 192.0.2.0/24}\nexpect: [web -/-> 10.0.0.0/8, "1.2.3.4 --> web"]');
    expect(addressCutsOf(suite)).toHaveLength(3);
  });
});

describe('the published schema', () => {
  it('is the one that suites are checked against', () => {
    const file = new URL('../../schemas/suite.schema.json', import.meta.url);
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, `${JSON.stringify(SUITE_SCHEMA, null, 2)}\n`);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(SUITE_SCHEMA);
  });
});
