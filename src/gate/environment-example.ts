/** Folder names that say nothing of the environment they stand for. */
const PLAIN_NAMES: ReadonlySet<string> = new Set([
  '',
  'base',
  'kustomize',
  'k8s',
  'kubernetes',
  'manifests',
  'deploy',
  'chart',
  'charts',
  'helm',
  'helm-chart',
]);
const MOST_SHOWN = 6;

/** An entry for `environments:` of a suite: what the environment is called after, and how it is made, as YAML. */
export interface ExampleEnvironment {
  /** From the root of the workspace; empty: the root. */
  readonly folder: string;
  readonly source: string;
}

/** The text of `environments:` with these entries, under names that differ; what it leaves out is said. */
export function environmentExample(environments: readonly ExampleEnvironment[]): string {
  const names = environments.map(({ folder }) => nameAfter(folder.split('/').at(-1) ?? ''));
  const lines = environments.map(({ folder, source }, index) => {
    const name = names[index] ?? '';
    const isAlone = names.filter((other) => other === name).length === 1;
    return `  ${isAlone ? name : nameAfter(folder.replaceAll('/', '-'))}: ${source}`;
  });
  const more = lines.length - MOST_SHOWN;
  return ['environments:', ...lines.slice(0, MOST_SHOWN), ...(more > 0 ? [`  # and ${more} more`] : []), ''].join('\n');
}

/** A path of the workspace as a suite writes it. */
export function quotedPath(path: string): string {
  const text = `/${path}`;
  return /^[\w./-]+$/.test(text) ? text : JSON.stringify(text);
}

function nameAfter(folder: string): string {
  const name = folder.replace(/[^\w-]+/g, '-').replace(/^-+|-+$/g, '');
  return PLAIN_NAMES.has(name) || !/^[A-Za-z]/.test(name) ? 'production' : name;
}
