import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../../src/findings/report.ts';
import { suitesOf } from '../../src/gate/load-suites.ts';
import { recipesOf } from '../../src/gate/recipes-of.ts';
import { check } from '../../src/gate/run-gate.ts';
import { type Recipe, recipeKey } from '../../src/manifests/recipe.ts';
import type { Rendering } from '../../src/manifests/rendering.ts';
import { withRenderings } from '../../src/manifests/with-renderings.ts';
import { annotations } from '../../src/reports/annotations.ts';
import { placeLabel } from '../../src/reports/claim-places.ts';
import { renderJson } from '../../src/reports/json.ts';
import { renderComment } from '../../src/reports/markdown.ts';
import { renderSarif } from '../../src/reports/sarif.ts';
import { renderText } from '../../src/reports/text.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';

const SUITE = 'policies-tests/shop.yaml';

const pod = (name: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\n  labels: {app: ${name}}\nspec: {containers: [{name: c, image: c}]}\n`;

const policy = (rule: string): string =>
  [
    'apiVersion: networking.k8s.io/v1',
    'kind: NetworkPolicy',
    'metadata:',
    '  name: db',
    'spec:',
    '  podSelector: {matchLabels: {app: db}}',
    '  ingress:',
    `  - from: [${rule}]`,
    '',
  ].join('\n');

const API_ONLY = '{podSelector: {matchLabels: {app: api}}}';
const EVERYBODY = '{podSelector: {}}';
const PODS = [pod('web'), pod('api'), pod('db')];
const world = (rule: string, more: readonly string[] = []): string => [...PODS, policy(rule), ...more].join('---\n');

/** What the gate says about files when recipes give what `render` says; nothing is rendered where it says nothing. */
function judge(
  files: Readonly<Record<string, string>>,
  render: (recipe: Recipe) => Rendering | undefined = () => undefined,
): CheckReport {
  const workspace = memoryWorkspace(files);
  const request = { workspace, base: '', suites: [], sentences: [] };
  const renderings = recipesOf(suitesOf(request)).flatMap((recipe) => {
    const rendering = render(recipe);
    return rendering === undefined ? [] : [[recipeKey(recipe), rendering] as const];
  });
  return check({
    ...request,
    workspace: withRenderings(workspace, new Map(renderings)),
    manifests: [],
    failOn: 'error',
    today: '2026-06-01',
  });
}

const rendered = (text: string, sources: readonly string[] = []): Rendering => ({ kind: 'rendered', text, sources });

const verdicts = ({ claims }: CheckReport): readonly string[] =>
  claims.map(({ world: name, sentence, status }) => `${name}: ${sentence} ${status}`);

const found = ({ findings }: CheckReport): readonly string[] =>
  findings.map(
    ({ code, at, message, worlds }) =>
      `${code} at ${at ? placeLabel(at) : 'nowhere'}${worlds ? ` in ${worlds.join(', ')}` : ''}: ${message}`,
  );

describe('environments', () => {
  const TWO = 'environments:\n  staging: {manifests: [/staging.yaml]}\n  production: {manifests: [/production.yaml]}\n';

  it('are worlds of their own, each judged by every claim', () => {
    const report = judge({
      [SUITE]: `${TWO}expect: [web -/-> db]\n`,
      'staging.yaml': world(EVERYBODY),
      'production.yaml': world(API_ONLY),
    });
    expect(verdicts(report)).toEqual(['staging: web -/-> db fails', 'production: web -/-> db holds']);
    expect(report.suites.map((suite) => suite.world)).toEqual(['staging', 'production']);
    expect(report.exitCode).toBe(1);
  });

  it('know where objects land that name no namespace if helm installs them, and not if kustomize gives them', () => {
    const named = pod('web').replace('labels:', 'namespace: shop\n  labels:');
    const text = [pod('api'), pod('db'), policy(API_ONLY), named].join('---\n');
    const lintsOf = (environment: string) => {
      const suite = `environments:\n  production: ${environment}\nexpect: [web -/-> db]\n`;
      const report = judge({ [SUITE]: suite, 'c/Chart.yaml': 'name: c\n' }, () => rendered(text));
      expect(verdicts(report)).toEqual(['production: web -/-> db holds']);
      return report.findings.map(({ code }) => code);
    };
    expect(lintsOf('{helm: {chart: /c, namespace: shop}}')).toEqual([]);
    expect(lintsOf('{kustomize: /c, namespace: shop}')).toEqual(['namespace-left-out', 'namespace-left-out']);
  });

  it('tell a claim that fails in the same way in all of them once', () => {
    const text = judge({
      [SUITE]: `${TWO}expect: [web -/-> db]\n`,
      'staging.yaml': world(EVERYBODY),
      'production.yaml': PODS.join('---\n'),
    });
    const same = judge({
      [SUITE]: `environments:\n  a: {manifests: [/k8s]}\n  b: {manifests: [/k8s]}\nexpect: [web -/-> db]\n`,
      'k8s/all.yaml': world(EVERYBODY),
    });
    const headsOf = (report: CheckReport): readonly string[] =>
      renderText(report, { color: false, quiet: true }).match(/^✗ fails.*$/gm) ?? [];
    expect(headsOf(text)).toEqual(['✗ fails in staging: web -/-> db', '✗ fails in production: web -/-> db']);
    expect(headsOf(same)).toEqual(['✗ fails in a, b: web -/-> db']);
  });

  it('name themselves in a finding that not all of them have', () => {
    const report = judge({
      [SUITE]: `${TWO}expect: [web -/-> db, bff -/-> db]\n`,
      'staging.yaml': world(API_ONLY),
      'production.yaml': world(API_ONLY, [pod('bff')]),
    });
    expect(found(report)).toEqual([
      'unknown-name at policies-tests/shop.yaml:4:23 in staging: no workload is called `bff`',
    ]);
  });

  it('each have a namespace for bare names and for objects without one, else that of the suite', () => {
    const report = judge({
      [SUITE]: [
        'namespace: shop',
        'environments:',
        '  staging: {manifests: [/k8s], namespace: shop-staging}',
        '  production: {manifests: [/k8s]}',
        'expect: [web -/-> db]',
      ].join('\n'),
      'k8s/all.yaml': world(API_ONLY),
    });
    expect(report.claims.map(({ witness, groups }) => [witness?.from, groups[0]?.members])).toEqual([
      [undefined, ['shop-staging/Pod:web']],
      [undefined, ['shop/Pod:web']],
    ]);
  });

  it('need a waiver if one of them does', () => {
    const waived = [
      TWO,
      'expect:',
      '- claim: web -/-> db',
      '  waive: {until: 2026-12-31, owner: a, reason: b}',
      '',
    ].join('\n');
    const judged = judge({
      [SUITE]: waived,
      'staging.yaml': world(EVERYBODY),
      'production.yaml': world(API_ONLY),
    });
    expect(verdicts(judged)).toEqual(['staging: web -/-> db waived', 'production: web -/-> db holds']);
    expect(found(judged)).toEqual([]);
    const idle = judge({ [SUITE]: waived, 'staging.yaml': world(API_ONLY), 'production.yaml': world(API_ONLY) });
    expect(found(idle)).toHaveLength(1);
    expect(found(idle)[0]).toMatch(/^waiver-unused at/);
  });

  it('that have a mistake are not judged, and no claim holds in them', () => {
    const report = judge({
      [SUITE]:
        'environments:\n  a b: {manifests: [/k8s]}\n  both: {manifests: [/k8s], kustomize: k}\n  none: {}\n  out: {kustomize: ../../x}\n  odd: {kustomize: 5}\nexpect: [web -/-> db]\n',
      'k8s/all.yaml': world(API_ONLY),
    });
    expect(verdicts(report).map((line) => line.replace('web -/-> db ', ''))).toEqual([
      'a b: invalid',
      'both: invalid',
      'none: invalid',
      'out: invalid',
      'odd: invalid',
    ]);
    expect(found(report)).toEqual([
      'invalid-suite at policies-tests/shop.yaml:2:3: `a b` is no name for an environment',
      'invalid-suite at policies-tests/shop.yaml:3:3: the environment `both` takes its manifests from `kustomize` and `manifests`, and it must be one of them',
      'invalid-suite at policies-tests/shop.yaml:4:3: the environment `none` does not say where its manifests come from',
      'link-leaves-workspace at policies-tests/shop.yaml:5:20: `../../x` leads out of the workspace',
      'invalid-suite at policies-tests/shop.yaml:6:20: `kustomize` must be text, but is the number `5`',
    ]);
    expect(report.exitCode).toBe(2);
  });

  it('are in one namespace: where helm installs into another one than is judged, no claim holds', () => {
    const chart = (namespaces: string): CheckReport =>
      judge({ [SUITE]: `environments:\n  a: {${namespaces}}\nexpect: [web -/-> db]\n` }, () => ({
        kind: 'rendered',
        text: world(API_ONLY),
        sources: [],
      }));
    const apart = chart('helm: {chart: /chart, namespace: other}, namespace: shop');
    expect([...verdicts(apart), apart.exitCode]).toEqual(['a: web -/-> db invalid', 2]);
    expect(found(apart)).toEqual([
      'invalid-suite at policies-tests/shop.yaml:2:40: the environment `a` is in the namespace `shop`, and its chart is installed into `other`',
    ]);
    expect(verdicts(chart('helm: {chart: /chart, namespace: shop}, namespace: shop'))).toEqual([
      'a: web -/-> db holds',
    ]);
    expect(verdicts(chart('helm: {chart: /chart, namespace: shop}'))).toEqual(['a: web -/-> db holds']);
  });

  it('without any are a mistake, and not the default manifests', () => {
    for (const none of ['environments: {}', 'environments:', 'environments: []']) {
      const report = judge({ [SUITE]: `${none}\nexpect: [web -/-> db]\n`, 'k8s.yaml': world(API_ONLY) });
      expect(report.claims.map(({ status }) => status)).toEqual(['invalid']);
      expect(found(report).some((line) => line.startsWith('invalid-suite at'))).toBe(true);
      expect(report.exitCode).toBe(2);
    }
  });
});

describe('an environment to render', () => {
  const KUSTOMIZED = 'environments:\n  production: {kustomize: /deploy}\nexpect: [web -/-> db]\n';

  it('that is not rendered makes its claims invalid, and leaves the others to be judged', () => {
    const report = judge(
      {
        [SUITE]: 'environments:\n  a: {kustomize: /a}\n  b: {kustomize: /b}\nexpect: [web -/-> db, api --> db]\n',
      },
      (recipe) =>
        recipe.kind === 'kustomize' && recipe.folder === 'b'
          ? rendered(world(API_ONLY))
          : {
              kind: 'refused',
              problem: { code: 'tool-missing', why: '`x` is not there', help: 'install it' },
              sources: ['a/kustomization.yaml'],
            },
    );
    expect(verdicts(report)).toEqual([
      'a: web -/-> db invalid',
      'a: api --> db invalid',
      'b: web -/-> db holds',
      'b: api --> db holds',
    ]);
    expect(found(report)).toEqual([
      'tool-missing at policies-tests/shop.yaml:2:3: the environment `a` cannot be rendered: `x` is not there',
    ]);
    expect(report.exitCode).toBe(2);
    expect(report.inputs.map(({ file }) => file)).toEqual(['a/kustomization.yaml', 'b (rendered)']);
    // Once, however many claims there are.
    expect(renderText(report, { color: false, quiet: true }).match(/`x` is not there/g)).toHaveLength(1);
  });

  it('for which a program is missing is told of together with the others that want it', () => {
    const report = judge(
      {
        [SUITE]:
          'environments:\n  a: {kustomize: /a}\n  b: {kustomize: /b}\n  c: {kustomize: /c}\nexpect: [web -/-> db]\n',
      },
      () => ({
        kind: 'refused',
        problem: { code: 'tool-missing', why: '`x` is not there', help: 'install it' },
        sources: [],
      }),
    );
    expect(found(report)).toEqual([
      'tool-missing at policies-tests/shop.yaml:2:3: the environments `a`, `b` and `c` cannot be rendered: `x` is not there',
    ]);
    expect(verdicts(report)).toEqual(['a', 'b', 'c'].map((name) => `${name}: web -/-> db invalid`));
    expect(renderText(report, { color: false, quiet: true }).match(/`x` is not there/g)).toHaveLength(1);
  });

  it('that nobody has rendered is not taken for an empty one', () => {
    const report = judge({ [SUITE]: KUSTOMIZED });
    expect(verdicts(report)).toEqual(['production: web -/-> db invalid']);
    expect(report.exitCode).toBe(2);
  });

  it('that renders to nothing has nothing to check', () => {
    const report = judge({ [SUITE]: KUSTOMIZED }, () => rendered(''));
    expect(verdicts(report)).toEqual(['production: web -/-> db invalid']);
    expect(report.exitCode).toBe(2);
  });

  it('has its sources in the ledger beside what came of them', () => {
    const report = judge({ [SUITE]: KUSTOMIZED, 'deploy/a.yaml': pod('a'), 'deploy/k.ini': 'x' }, () =>
      rendered(world(API_ONLY), ['deploy/a.yaml', 'deploy/k.ini']),
    );
    expect(report.inputs.map(({ file, used, renderedInto }) => [file, used.length, renderedInto])).toEqual([
      ['deploy (rendered)', 4, undefined],
      ['deploy/a.yaml', 0, 'deploy (rendered)'],
      ['deploy/k.ini', 0, 'deploy (rendered)'],
    ]);
  });

  it('is rendered once for all suites that want it, and the same object twice in it is one', () => {
    const files = { [SUITE]: KUSTOMIZED, 'policies-tests/other.yaml': KUSTOMIZED };
    const report = judge(files, () => rendered([world(API_ONLY), policy(API_ONLY)].join('---\n')));
    expect(report.claims.map(({ status }) => status)).toEqual(['holds', 'holds']);
    expect(report.inputs).toHaveLength(1);
    expect(found(report)).toEqual([]);
  });

  it('asks for nothing where no suite has one, or only sentences are given', () => {
    const workspace = memoryWorkspace({ [SUITE]: KUSTOMIZED, 'other.yaml': 'expect: [a --> b]' });
    expect(recipesOf(suitesOf({ workspace, base: '', suites: ['other.yaml'], sentences: [] }))).toEqual([]);
    expect(recipesOf(suitesOf({ workspace, base: '', suites: [], sentences: ['a --> b'] }))).toEqual([]);
    expect(recipesOf(suitesOf({ workspace, base: '', suites: [], sentences: [] }))).toEqual([
      { kind: 'kustomize', folder: 'deploy' },
    ]);
  });

  it('asks helm for what the suite says, with paths from the root of the workspace', () => {
    const workspace = memoryWorkspace({
      [SUITE]:
        'namespace: shop\nenvironments:\n  p: {helm: {chart: ../chart, values: [prod.yaml, /v.yaml], set: {a.b: true}, kubeVersion: "1.30", apiVersions: x/v1}}\nexpect: [a --> b]\n',
    });
    expect(recipesOf(suitesOf({ workspace, base: '', suites: [], sentences: [] }))).toEqual([
      {
        kind: 'helm',
        chart: 'chart',
        values: ['policies-tests/prod.yaml', 'v.yaml'],
        set: [{ name: 'a.b', value: true }],
        release: 'chart',
        namespace: 'shop',
        kubeVersion: '1.30',
        apiVersions: ['x/v1'],
      },
    ]);
  });
});

describe('what kustomize rendered', () => {
  const RULE = `  - from: [${EVERYBODY}]`;
  const SENTENCE = 'environments:\n  production: {kustomize: /deploy}\nexpect: [web -/-> db]\n';
  const base = (text: string): Readonly<Record<string, string>> => ({
    [SUITE]: SENTENCE,
    'deploy/kustomization.yaml': 'namePrefix: eu-\nresources: [policy.yaml]\n',
    'deploy/policy.yaml': text,
  });
  const SOURCES = ['deploy/kustomization.yaml', 'deploy/policy.yaml'];
  const guiltyOf = (report: CheckReport): string => {
    const { guilty } = report.claims[0] as CheckReport['claims'][number];
    const line = guilty.rendered?.excerpt.lines[guilty.rendered.span.line - guilty.rendered.excerpt.firstLine];
    return `${placeLabel(guilty)}${line === undefined ? '' : ` rendered as ${line.trim()}`}`;
  };
  const made = (rule: string): string => world(rule).replace('  name: db\nspec', '  name: eu-db\nspec');

  it('is shown in the resource, where the same value stands there', () => {
    const report = judge(base(policy(EVERYBODY)), () => rendered(made(EVERYBODY), SOURCES));
    expect(guiltyOf(report)).toMatch(/^deploy\/policy\.yaml:8:/);
  });

  it('is shown in a patch, where that is what put the value in', () => {
    const files = {
      ...base(policy(API_ONLY)),
      'deploy/kustomization.yaml':
        'namePrefix: eu-\nresources: [policy.yaml]\npatches:\n- path: open.yaml\n  target: {kind: NetworkPolicy, name: db}\n',
      'deploy/open.yaml': `- op: replace\n  path: /spec/ingress/0\n  value:\n    from: [${EVERYBODY}]\n`,
    };
    const report = judge(files, () => rendered(made(EVERYBODY), [...SOURCES, 'deploy/open.yaml']));
    expect(guiltyOf(report)).toMatch(/^deploy\/open\.yaml:4:/);
  });

  it('is shown in a file of a strategic merge, too, and a value that it does not touch in the resource', () => {
    const files = {
      ...base(policy(API_ONLY)),
      'deploy/kustomization.yaml': 'namePrefix: eu-\nresources: [policy.yaml]\npatches: [{path: ./open.yaml}]\n',
      'deploy/open.yaml': policy(EVERYBODY).replace('  podSelector: {matchLabels: {app: db}}\n', ''),
    };
    const sources = [...SOURCES, 'deploy/open.yaml'];
    expect(guiltyOf(judge(files, () => rendered(made(EVERYBODY), sources)))).toMatch(/^deploy\/open\.yaml:7:/);
    const lonely = judge(files, () => rendered(made(EVERYBODY).replaceAll('app: db', 'app: nobody'), sources));
    expect(found(lonely).join()).not.toContain('deploy/open.yaml');
  });

  it('is shown in a patch that stands in the kustomization, beside what it makes', () => {
    const files = {
      ...base(policy(API_ONLY)),
      'deploy/kustomization.yaml': `namePrefix: eu-\nresources: [policy.yaml]\npatchesStrategicMerge:\n- |\n${policy(EVERYBODY).replace(/^/gm, '  ')}`,
    };
    const report = judge(files, () => rendered(made(EVERYBODY), SOURCES));
    expect(guiltyOf(report)).toBe(`deploy/kustomization.yaml:4:3 rendered as ${RULE.trim()}`);
  });

  it('is shown as rendered beside the object, where neither says it', () => {
    const report = judge(base(policy(API_ONLY)), () => rendered(made(EVERYBODY), SOURCES));
    expect(guiltyOf(report)).toBe(`deploy/policy.yaml:4:9 rendered as ${RULE.trim()}`);
    const text = renderText(report, { color: false, quiet: true });
    expect(text).toContain('deploy/policy.yaml:4:9');
    expect(text).toMatch(/--> deploy \(rendered\):\d+:\d+\n/);
    expect(text).toContain(RULE);
  });

  it('is shown at the environment, where the object is in no source or in two', () => {
    const none = judge(base(pod('x')), () => rendered(made(EVERYBODY), SOURCES));
    const two = judge({ ...base(policy(EVERYBODY)), 'deploy/b.yaml': policy(EVERYBODY) }, () =>
      rendered(made(EVERYBODY), [...SOURCES, 'deploy/b.yaml']),
    );
    for (const report of [none, two]) {
      expect(guiltyOf(report)).toBe(`policies-tests/shop.yaml:2:3 rendered as ${RULE.trim()}`);
    }
  });

  it('is not taken for an object whose name it merely holds', () => {
    const report = judge(base(policy(EVERYBODY)), () => rendered(made(EVERYBODY).replace('eu-db', 'my-db'), SOURCES));
    expect(guiltyOf(report)).toMatch(/^policies-tests\/shop\.yaml:2:3/);
  });

  it('heeds comments of its sources that suppress a lint', () => {
    const selectsNothing = (comment: string): string =>
      `${comment}${policy(API_ONLY)}`.replace('app: db', 'app: nobody');
    const lintsOf = (comment: string): readonly string[] =>
      found(
        judge(
          {
            ...base(selectsNothing(comment)),
            [SUITE]: SENTENCE.replace('web -/-> db', 'web --> db'),
          },
          () => rendered([...PODS, selectsNothing('')].join('---\n'), SOURCES),
        ),
      );
    expect(lintsOf('')).toEqual([expect.stringMatching(/^policy-selects-nothing at deploy\/policy\.yaml:6:/)]);
    expect(lintsOf('# netpol-gate: ignore policy-selects-nothing -- not yet\n')).toEqual([]);
  });
});

describe('the reports of environments', () => {
  const report = judge(
    {
      [SUITE]:
        'environments:\n  a: {kustomize: /a}\n  b: {manifests: [/b.yaml]}\n  c: {manifests: [/b.yaml]}\nexpect: [web -/-> db, bff -/-> db]\n',
      'b.yaml': world(EVERYBODY, [pod('bff')]),
    },
    () => rendered(world(EVERYBODY)),
  );

  it('are JSON that the published schema describes', () => {
    const schema = JSON.parse(readFileSync('schemas/check-report.schema.json', 'utf8'));
    const validate = new Ajv2020({ allErrors: true }).compile(schema);
    const json = renderJson(report);
    validate(JSON.parse(json));
    expect(validate.errors ?? []).toEqual([]);
    expect(json).toContain('"rendered"');
    expect(json).toContain('"worlds"');
  });

  it('name the world of each claim, and fold what is the same in several', () => {
    const titles = annotations(report, {}).map(({ title }) => title);
    expect(titles).toEqual([
      'fails in a: web -/-> db',
      'fails in b, c: web -/-> db',
      'fails in b, c: bff -/-> db',
      'unknown-name',
    ]);
    const markdown = renderComment(report, {});
    expect(markdown).toContain('in `b`, `c`');
    expect(markdown).toContain('(in `a`)');
    expect(markdown).toContain('(rendered as `- from: [{podSelector: {}}]`)');
    expect(renderSarif(report, {})).toContain('web -/-> db (in a): ');
  });
});

describe('what helm rendered', () => {
  const CHART = 'environments:\n  production: {helm: {chart: /charts/shop}}\nexpect: [web -/-> db]\n';
  const TEMPLATE = [
    'apiVersion: networking.k8s.io/v1',
    'kind: NetworkPolicy',
    'metadata:',
    '  name: db',
    'spec:',
    '  podSelector: {matchLabels: {app: db}}',
    '  ingress:',
    '  {{- if .Values.open }}',
    '  - from: [{podSelector: {}}]',
    '  {{- end }}',
    '  - from: {{ .Values.from | toJson }}',
  ].join('\n');
  const text = (rule: string): string =>
    [
      ...PODS.map((one) => `# Source: shop/templates/pods.yaml\n${one}`),
      `# Source: shop/templates/policy.yaml\n${policy(rule)}`,
    ]
      .map((document) => `---\n${document}`)
      .join('');
  const guilty = (rule: string, template = TEMPLATE): CheckReport['claims'][number]['guilty'] => {
    const files = { [SUITE]: CHART, 'charts/shop/templates/policy.yaml': template };
    const report = judge(files, () => rendered(text(rule), ['charts/shop/templates/policy.yaml']));
    return (report.claims[0] as CheckReport['claims'][number]).guilty;
  };

  it('is shown in the template, at the only line that reads the same', () => {
    expect(placeLabel(guilty('{podSelector: {}}'))).toMatch(/^charts\/shop\/templates\/policy\.yaml:9:/);
    expect(guilty('{podSelector: {}}').rendered).toBeUndefined();
  });

  it('is shown as rendered beside the template, where two of its lines read the same', () => {
    const line = '  - from: [{podSelector: {}}]';
    const place = guilty('{podSelector: {}}', TEMPLATE.replace(line, `${line}\n${line}`));
    expect(placeLabel(place)).toBe('charts/shop/templates/policy.yaml:2:1');
    expect(place.rendered?.excerpt.lines).toContain(line);
  });

  it('heeds comments of its templates that suppress a lint', () => {
    const lonely = (comment: string): CheckReport =>
      judge({ [SUITE]: CHART, 'charts/shop/templates/policy.yaml': TEMPLATE }, () =>
        rendered(
          `---\n# Source: shop/templates/policy.yaml\n${comment}${policy(API_ONLY).replace('app: db', 'app: nobody')}---\n${PODS.join('---\n')}`,
          ['charts/shop/templates/policy.yaml'],
        ),
      );
    expect(found(lonely('')).join()).toContain('policy-selects-nothing at charts/shop/templates/policy.yaml');
    expect(found(lonely('# netpol-gate: ignore policy-selects-nothing -- not yet\n'))).toEqual([]);
  });

  it('is shown as rendered beside the template, where a template computes it', () => {
    const place = guilty('{namespaceSelector: {}}, {podSelector: {}}');
    expect(placeLabel(place)).toBe('charts/shop/templates/policy.yaml:2:1');
    expect(place.rendered?.excerpt.lines.join('\n')).toContain('{namespaceSelector: {}}, {podSelector: {}}');
  });
});

describe('a name that only one of several environments has', () => {
  const only = (environments: string): CheckReport =>
    judge({
      'a/all.yaml': world(API_ONLY),
      'b/all.yaml': pod('web'),
      [SUITE]: `environments: ${environments}\nexpect: [web -/-> db]\n`,
    });

  it('is told with where a claim about that one belongs', () => {
    const { claims, findings, exitCode } = only('{a: {manifests: [/a]}, b: {manifests: [/b]}}');
    expect([exitCode, claims.map(({ world: name, status }) => `${name} ${status}`)]).toEqual([
      2,
      ['a holds', 'b invalid'],
    ]);
    const [finding] = findings.filter(({ code }) => code === 'unknown-name');
    expect(finding?.help).toMatch(
      /(^|; )every claim of a suite is judged in each of its environments: .* a suite of its own$/,
    );
  });

  it('is told without, where there is one alone', () => {
    const { findings } = only('{b: {manifests: [/b]}}');
    expect(findings.find(({ code }) => code === 'unknown-name')?.help ?? '').not.toContain('environments');
  });
});
