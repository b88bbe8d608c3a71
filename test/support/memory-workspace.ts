import type { Workspace } from '../../src/manifests/workspace.ts';

/** A workspace of the given texts by path, as the file system would give them. */
export function memoryWorkspace(files: Readonly<Record<string, string>>): Workspace {
  const texts = new Map(Object.entries(files));
  const entries = [...texts]
    .map(([file, text]) => ({ file, size: Buffer.byteLength(text) }))
    .sort((a, b) => (a.file < b.file ? -1 : 1));
  return {
    list: () => entries,
    read: (file) => {
      const text = texts.get(file);
      if (text !== undefined) return { kind: 'text', text: text.replace(/^\uFEFF/, '') };
      const message = `\`${file}\` cannot be read: it, or what it links to, does not exist`;
      return {
        kind: 'unreadable',
        problem: { code: 'file-unreadable', severity: 'error', message, at: { kind: 'span', file } },
      };
    },
  };
}
