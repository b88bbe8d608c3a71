import { readDocuments } from '../manifests/read-documents.ts';
import type { PathRef } from '../source/source-ref.ts';
import type { SourceTree } from './source-tree.ts';

/** A chart that another one needs below `charts/`, and where it says so. */
interface Dependency {
  readonly name: string;
  /** Where it comes from, e.g. `oci://…`, `file://../lib`. */
  readonly repository: string;
  readonly at: PathRef;
}

/** The dependencies of a chart; `requirements.yaml` has them for charts of Helm 2. */
export function dependenciesOf(chart: string, tree: SourceTree): readonly Dependency[] {
  return ['Chart.yaml', 'requirements.yaml'].flatMap((name) => {
    const file = chart === '' ? name : `${chart}/${name}`;
    return readDocuments(file, tree.text(file) ?? '').documents.flatMap(({ document, value }) => {
      const listed = (value as { readonly dependencies?: unknown } | null)?.dependencies;
      return (Array.isArray(listed) ? listed : []).flatMap((entry: unknown, index): readonly Dependency[] => {
        const { name: needed, repository } = (entry ?? {}) as Readonly<Record<string, unknown>>;
        const at = { kind: 'path', file, document, path: ['dependencies', index] } as const;
        if (typeof needed !== 'string') return [];
        return [{ name: needed, repository: typeof repository === 'string' ? repository : '', at }];
      });
    });
  });
}
