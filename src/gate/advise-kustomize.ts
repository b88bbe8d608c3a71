import type { Finding } from '../findings/finding.ts';
import type { ManifestFile } from '../manifests/document.ts';
import { environmentExample, quotedPath } from './environment-example.ts';
import { folderOf, graphKustomizations, type KustomizationGraph } from './kustomization-graph.ts';

/**
 * One finding for each kustomization that somebody would build, in place of one for each that changes something: what
 * to write into a suite is the same for an overlay and all that it builds on.
 */
export function adviseKustomize(findings: readonly Finding[], files: readonly ManifestFile[]): readonly Finding[] {
  const graph = graphKustomizations(files);
  const byFile = new Map(findings.map((finding) => [finding.at?.file ?? '', finding]));
  const blamed = (root: string): readonly Finding[] => graph.reached(root).flatMap((file) => byFile.get(file) ?? []);
  const guilty = graph.roots.filter((root) => blamed(root).length > 0);
  const told = new Set(guilty.flatMap((root) => blamed(root)));
  return [
    ...guilty.map((root) => forRoot(root, blamed(root), relativesOf(root, guilty, graph))),
    ...findings.filter((finding) => !told.has(finding)).map((finding) => forOther(finding, graph)),
    ...(guilty.length === 0 ? worldsInOne(graph.roots) : []),
  ];
}

/** The roots that share something with one; itself among them. */
function relativesOf(root: string, roots: readonly string[], graph: KustomizationGraph): readonly string[] {
  const own = new Set(graph.reached(root));
  return roots.filter((other) => graph.reached(other).some((file) => own.has(file)));
}

function forRoot(root: string, blamed: readonly Finding[], relatives: readonly string[]): Finding {
  const own = blamed.find(({ at }) => at?.file === root);
  const others = blamed.filter((finding) => finding !== own);
  const builds = `\`${root}\` builds on ${others.length === 1 ? 'a kustomization' : 'kustomizations'} not rendered, so what is judged is not what the cluster gets`;
  return {
    code: 'unrendered-template',
    severity: 'error',
    message: own?.message ?? builds,
    help: helpFor(root),
    example: exampleFor(relatives),
    at: own?.at ?? { kind: 'path', file: root, document: 0, path: ['resources'], part: 'key' },
    related: others.flatMap(({ at, message }) => (at === undefined ? [] : [{ at, message: firstPart(message) }])),
  };
}

/** What a finding says of its file before it comes to the consequences. */
function firstPart(message: string): string {
  return message.split(', and it has not been rendered')[0] ?? message;
}

function forOther(finding: Finding, graph: KustomizationGraph): Finding {
  const file = finding.at?.file ?? '';
  if (!graph.isComponent(file)) return { ...finding, help: helpFor(file), example: exampleFor([file]) };
  return {
    ...finding,
    help: `a component changes nothing until a kustomization lists it under \`components\`: render one that does, or leave the component out with \`!/${folderOf(file)}/**\` under \`manifests\``,
  };
}

/** Several kustomizations that change nothing are read as they are written, but all as one cluster. */
function worldsInOne(roots: readonly string[]): readonly Finding[] {
  const [first, ...others] = roots;
  if (first === undefined || others.length === 0) return [];
  return [
    {
      code: 'unrendered-template',
      severity: 'notice',
      message: `\`${first}\` and ${others.length} more may each be a cluster of its own, but their files are judged together, as one`,
      help: 'if they are, name those that matter under `environments` of a suite, so that each is judged by itself',
      example: exampleFor(roots),
      at: { kind: 'path', file: first, document: 0, path: [] },
      related: others
        .slice(0, MOST_RELATED)
        .map((file) => ({ at: { kind: 'path', file, document: 0, path: [] }, message: 'another one' })),
    },
  ];
}

const MOST_RELATED = 5;

function helpFor(file: string): string {
  return `name it under \`environments\` of a suite, or judge what \`kubectl kustomize … | netpol-gate check -m -\` makes of it; leave it out with \`!/${file}\` under \`manifests\` if it has no bearing`;
}

function exampleFor(files: readonly string[]): string {
  return environmentExample(
    files.map((file) => ({ folder: folderOf(file), source: `{kustomize: ${quotedPath(folderOf(file))}}` })),
  );
}
