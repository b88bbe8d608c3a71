import type { Finding } from '../findings/finding.ts';
import { isAddress } from '../manifests/recipe.ts';
import { below, type SourceRef, underlining } from '../source/source-ref.ts';
import type { EnvironmentSource } from './environment.ts';
import { leadsOut } from './leads-out.ts';
import { asMap, asString, asStrings } from './plain-data.ts';
import { suitePath } from './suite-path.ts';

type Data = Readonly<Record<string, unknown>>;

/** What `helm:` of an environment says; values of wrong form are left to the schema. */
export function loadHelm(
  data: Data,
  origin: SourceRef,
  { file, namespace }: { readonly file: string; readonly namespace: string | undefined },
): EnvironmentSource {
  const findings: Finding[] = [];
  const resolve = (path: string, at: SourceRef): string => {
    if (isAddress(path)) return path;
    const resolved = suitePath(file, path);
    if (resolved === undefined) findings.push(leadsOut(path, at));
    return resolved ?? '';
  };
  const written = asString(data.chart);
  if (written === undefined || written === '') return { kind: 'broken', findings: [] };
  const chart = resolve(written, below(origin, 'chart')).replace(/(^|\/)Chart\.yaml$/, '');
  const values = (asStrings(data.values) ?? []).map(({ text, key }) => resolve(text, below(origin, 'values', ...key)));
  const set = Object.entries(asMap(data.set) ?? {}).map(([name, value]) => ({ name, value }));
  const release = asString(data.release) ?? releaseFor(chart);
  const kubeVersion = asString(data.kubeVersion);
  const version = asString(data.version);
  const apiVersions = asStrings(data.apiVersions) ?? [];
  findings.push(
    ...set.flatMap(({ name }) => faultOfSetName(name, underlining(below(origin, 'set', name), 'key'))),
    ...faultOfRelease(release, below(origin, 'release')),
  );
  if (findings.length > 0) return { kind: 'broken', findings };
  const own = asString(data.namespace) ?? namespace;
  return {
    kind: 'recipe',
    recipe: {
      kind: 'helm',
      chart,
      values,
      set,
      release,
      ...(own !== undefined && { namespace: own }),
      ...(kubeVersion !== undefined && { kubeVersion }),
      ...(version !== undefined && { version }),
      apiVersions: apiVersions.map(({ text }) => text),
    },
  };
}

const RELEASE = /^(?=.{1,53}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** Whoever names no release most often calls it like its chart. */
function releaseFor(chart: string): string {
  const name = chart.slice(chart.lastIndexOf('/') + 1);
  return RELEASE.test(name) ? name : 'release';
}

function faultOfRelease(release: string, at: SourceRef): readonly Finding[] {
  if (RELEASE.test(release)) return [];
  const help = 'lower-case letters, digits and `-`, at most 53';
  return [
    { code: 'invalid-suite', severity: 'error', message: `\`${release}\` is not the name of a release`, help, at },
  ];
}

// helm splits its arguments at these characters, so that one name could set several values.
function faultOfSetName(name: string, at: SourceRef): readonly Finding[] {
  if (/^[^=,{}\s][^=,{}\n\r]*$/.test(name)) return [];
  const help = 'write the path of one value, like `image.tag` or `hosts[0].name`, and put lists and mappings behind it';
  return [{ code: 'invalid-suite', severity: 'error', message: `\`${name}\` is not the path of a value`, help, at }];
}
