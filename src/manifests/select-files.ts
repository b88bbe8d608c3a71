import { Minimatch } from 'minimatch';
import { severityOf } from '../findings/catalogue.ts';
import type { Finding } from '../findings/finding.ts';
import type { FileEntry } from './workspace.ts';

/** Patterns to pick files by: files, folders and globs, from `base` on or, with a leading `/`, from the root on. */
export interface SelectRequest {
  /** A pattern with a leading `!` excludes what it matches, wherever it stands in the list. */
  readonly patterns: readonly string[];
  /** A folder relative to the workspace root; empty is the root. */
  readonly base: string;
  readonly exclude?: readonly string[];
}

/** What patterns picked: the files sorted by path, and the patterns that picked none (as they were written). */
export interface Selected {
  readonly files: readonly FileEntry[];
  readonly unmatched: readonly string[];
  readonly findings: readonly Finding[];
}

/** Picks the files of a workspace that patterns name; entries with a problem are picked too, so that it is reported. */
export function selectFiles(entries: readonly FileEntry[], request: SelectRequest): Selected {
  const findings: Finding[] = [];
  const unmatched: string[] = [];
  const picked = new Set<FileEntry>();
  const excluding = [...(request.exclude ?? [])];
  for (const pattern of request.patterns) {
    if (pattern.startsWith('!')) {
      excluding.push(pattern.slice(1));
      continue;
    }
    const files = pick(entries, pattern, request.base, findings);
    if (files?.length === 0) unmatched.push(pattern);
    for (const file of files ?? []) picked.add(file);
  }
  for (const pattern of excluding) {
    for (const file of exclude(entries, pattern, request.base, findings)) picked.delete(file);
  }
  return { files: entries.filter((entry) => picked.has(entry)), unmatched, findings };
}

type Matcher = (file: string) => boolean;

/** The entries that one pattern names, or `undefined` (with a finding) where it cannot be used. */
function pick(
  entries: readonly FileEntry[],
  pattern: string,
  base: string,
  findings: Finding[],
): readonly FileEntry[] | undefined {
  const target = fromRoot(pattern, base, findings);
  if (target === undefined) return undefined;
  const exact = entries.filter(({ file }) => file === target);
  if (exact.length > 0) return exact;
  const inside = entries.filter(({ file }) => liesBelow(file, target));
  if (inside.length > 0) return inside.filter(mayHoldManifest);
  const glob = createGlob(target, pattern, findings);
  return glob && pickByGlob(entries, glob);
}

function pickByGlob(entries: readonly FileEntry[], glob: Glob): readonly FileEntry[] {
  const blocked = entries.filter(
    (entry) => entry.folder === true && (glob.matches(entry.file) || glob.reachesBelow(entry.file)),
  );
  const inside = entries.filter(({ file }) => liesBelow(file, glob.folder));
  const matching = inside.filter((entry) => entry.folder !== true && glob.matches(entry.file));
  // `k8s/**` means the manifests there; `k8s/*.txt` means what it says.
  const manifests = matching.filter(mayHoldManifest);
  const files = manifests.length > 0 ? manifests : matching;
  if (files.length > 0 || blocked.length > 0) return [...files, ...blocked];
  // `apps/*/k8s` names folders.
  return inside.filter((entry) => mayHoldManifest(entry) && foldersAbove(entry.file).some(glob.matches));
}

function exclude(
  entries: readonly FileEntry[],
  pattern: string,
  base: string,
  findings: Finding[],
): readonly FileEntry[] {
  const target = fromRoot(pattern, base, findings);
  const glob = target === undefined ? undefined : createGlob(target, pattern, findings);
  if (target === undefined || glob === undefined) return [];
  const matches: Matcher = (name) => name === target || glob.matches(name);
  return entries.filter(({ file }) => matches(file) || liesBelow(file, target) || foldersAbove(file).some(matches));
}

function mayHoldManifest(entry: FileEntry): boolean {
  return entry.folder === true || /\.(?:ya?ml|json)$/i.test(entry.file);
}

function liesBelow(file: string, folder: string): boolean {
  return folder === '' || file.startsWith(`${folder}/`);
}

function foldersAbove(file: string): readonly string[] {
  const parts = file.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** The pattern from the root on, without `.` and `..`; `undefined` (with a finding) where it leads out. */
function fromRoot(pattern: string, base: string, findings: Finding[]): string | undefined {
  const parts: string[] = [];
  const whole = pattern.startsWith('/') ? pattern : `${base}/${pattern}`;
  for (const part of whole.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) {
      findings.push({
        code: 'link-leaves-workspace',
        severity: severityOf('link-leaves-workspace'),
        message: `\`${pattern}\` leads out of the workspace`,
        help: 'name files below the workspace; a leading `/` stands for its root',
      });
      return undefined;
    }
  }
  return parts.join('/');
}

interface Glob {
  /** The folder that all which matches lies below: what stands before the first sign of a pattern. */
  readonly folder: string;
  readonly matches: Matcher;
  /** Whether files below this folder might match. */
  readonly reachesBelow: Matcher;
}

function literalFolder(pattern: string): string {
  const parts = pattern.split('/');
  const first = parts.findIndex((part) => !/^[\w.-]+$/.test(part));
  return parts.slice(0, Math.min(first === -1 ? parts.length : first, parts.length - 1)).join('/');
}

function createGlob(target: string, pattern: string, findings: Finding[]): Glob | undefined {
  try {
    // Hidden folders are matched too: what was asked for is not passed over in silence.
    const glob = new Minimatch(target, { dot: true, nocomment: true, nonegate: true, platform: 'linux' });
    return {
      folder: literalFolder(target),
      matches: (file) => glob.match(file),
      reachesBelow: (folder) => folder === '.' || glob.match(folder, true),
    };
  } catch {
    findings.push({
      code: 'invalid-option',
      severity: severityOf('invalid-option'),
      message: `\`${pattern.slice(0, 80)}\` is not a pattern`,
      help: 'give a file, a folder or a glob of at most 65,536 characters',
    });
    return undefined;
  }
}
