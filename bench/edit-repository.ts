import type { GeneratedFile } from './write-repository.ts';

/** A change of a generated repository, as pull requests make them. */
export interface Edit {
  /** Completes "a pull request with …". */
  readonly what: string;
  readonly apply: (files: readonly GeneratedFile[]) => readonly GeneratedFile[];
  /** What `diff` says of it in its last line. */
  readonly tells: RegExp;
}

/** From what bears on nothing to what bears on everybody in a namespace. */
export const EDITS: readonly Edit[] = [
  { what: 'no change', apply: (files) => files, tells: /^no connection changes$/ },
  {
    what: 'another image',
    apply: replaceOnce(/(?<=image: registry\S+:)[\d.]+/, '99.0.0'),
    tells: /^no connection changes$/,
  },
  {
    what: 'a wider range of ports in one rule',
    apply: replaceOnce(/endPort: \d+/, 'endPort: 32767'),
    tells: /altered/,
  },
  { what: 'a default deny for a namespace', apply: denyFirstNamespace, tells: /closed/ },
];

/** In the first file that has it; throws where none has. */
function replaceOnce(pattern: RegExp, by: string): Edit['apply'] {
  return (files) => {
    const place = files.findIndex(({ text }) => pattern.test(text));
    if (place < 0) throw new Error(`no generated file holds ${pattern}`);
    return files.map((file, index) => (index === place ? { ...file, text: file.text.replace(pattern, by) } : file));
  };
}

function denyFirstNamespace(files: readonly GeneratedFile[]): readonly GeneratedFile[] {
  const folder = files.map(({ file }) => /^k8s\/([^/]+)\/namespace\.yaml$/.exec(file)?.[1]).find((name) => name);
  if (folder === undefined) throw new Error('no generated file is a namespace');
  const text = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: default-deny, namespace: ${folder}}
spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
`;
  return [...files, { file: `k8s/${folder}/default-deny.yaml`, text }];
}
