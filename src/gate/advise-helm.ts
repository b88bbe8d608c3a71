import type { Finding } from '../findings/finding.ts';
import { chartTemplates } from '../manifests/detect-template.ts';
import type { ManifestFile } from '../manifests/document.ts';
import { environmentExample, quotedPath } from './environment-example.ts';
import { folderOf } from './kustomization-graph.ts';

/** What is known of the files around: those that were read, and the names of all. */
export interface Surroundings {
  readonly files: readonly ManifestFile[];
  readonly names: readonly string[];
}

/** One finding for each chart in place of one for each of its templates. */
export function adviseHelm(findings: readonly Finding[], around: Surroundings): readonly Finding[] {
  const { names } = around;
  const isTemplate = chartTemplates(names);
  const charts = names.filter((name) => /(^|\/)Chart\.ya?ml$/.test(name));
  const byChart = new Map<string, Finding[]>();
  const others: Finding[] = [];
  for (const finding of findings) {
    const file = finding.at?.file ?? '';
    // The chart of a dependency lies in a folder of the chart that is rendered.
    const chart = isTemplate(file) ? outermost(charts.filter((each) => isBelow(file, folderOf(each)))) : undefined;
    if (chart === undefined) others.push(finding);
    else byChart.set(chart, [...(byChart.get(chart) ?? []), finding]);
  }
  return [...[...byChart].map(([chart, own]) => forChart(chart, own, around)), ...others];
}

function outermost(charts: readonly string[]): string | undefined {
  return [...charts].sort((a, b) => a.length - b.length)[0];
}

function isBelow(file: string, folder: string): boolean {
  return folder === '' || file.startsWith(`${folder}/`);
}

function forChart(chart: string, templates: readonly Finding[], around: Surroundings): Finding {
  const folder = folderOf(chart);
  const dangerous = templates.filter(({ severity }) => severity === 'error');
  const judged =
    templates.length === 1 ? 'its template is not judged' : `none of its ${templates.length} templates is judged`;
  const exclusion = `!/${folder === '' ? '' : `${folder}/`}**`;
  return {
    code: 'unrendered-template',
    severity: dangerous.length > 0 ? 'error' : (templates[0]?.severity ?? 'warning'),
    message: `the Helm chart of \`${chart}\` has not been rendered, so ${judged}`,
    help: `name it under \`environments\` of a suite, or judge what \`helm template … | netpol-gate check -m -\` makes of it; leave it out with \`${exclusion}\` under \`manifests\` if it has no bearing`,
    example: environmentExample([{ folder, source: sourceOf(chart, around) }]),
    at: { kind: 'path', file: chart, document: 0, path: ['name'] },
    related: dangerous.slice(0, 1).flatMap(({ at }) => (at ? [{ at, message: 'may hold a policy' }] : [])),
  };
}

function sourceOf(chart: string, { files, names }: Surroundings): string {
  const folder = folderOf(chart);
  const described = files.find(({ file }) => file === chart)?.documents[0]?.value as
    | { name?: unknown }
    | null
    | undefined;
  const release = [described?.name, folder.split('/').at(-1)].map(asLabel).find((name) => name !== '') ?? 'release';
  // Beside `values.yaml`, which Helm reads anyway, charts keep the values of their environments.
  const values = names.find((name) => folderOf(name) === folder && /(^|\/)values[.-]prod[^/]*\.ya?ml$/i.test(name));
  const given = values === undefined ? '' : `, values: [${quotedPath(values)}]`;
  return `{helm: {chart: ${quotedPath(folder)}${given}, release: ${release}, namespace: ${release}}}`;
}

/** Text as the name of a release: what Kubernetes takes as a label, and YAML as a plain text. */
function asLabel(text: unknown): string {
  const name = typeof text === 'string' ? text.toLowerCase().replace(/[^a-z0-9]+/g, '-') : '';
  return /^[a-z]/.test(name) ? name.slice(0, 53).replace(/-+$/, '') : '';
}
