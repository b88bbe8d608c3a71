import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One case as its corpus wrote it; `written` holds what only its mode knows. */
export interface ConformanceCase {
  readonly corpus: string;
  readonly name: string;
  /** How it is asked and compared: `probes`, `matrix`, `connlist`, `unit` … */
  readonly mode: string;
  /** Absolute paths of its manifests, folders or files: none where it brings its own, two for a comparison. */
  readonly manifests: readonly string[];
  /** Choices of meaning that it rests on. */
  readonly requires: readonly string[];
  readonly features: readonly string[];
  readonly policyKinds: readonly string[];
  readonly written: Fields;
}

/** A JSON object. */
export type Fields = Readonly<Record<string, unknown>>;

/** The cases of one folder, or why they cannot be read. */
export type Corpus =
  | { readonly kind: 'cases'; readonly name: string; readonly cases: readonly ConformanceCase[] }
  | { readonly kind: 'unreadable'; readonly name: string; readonly why: string };

/** Every folder below `directory` that has a `cases.json`, by name. */
export function readCorpora(directory: string): readonly Corpus[] {
  return readdirSync(directory, { withFileTypes: true })
    .map(({ name }) => name)
    .filter((name) => existsSync(join(directory, name, 'cases.json')))
    .sort()
    .map((name) => readCorpus(directory, name));
}

/** The fields of a JSON object; none for anything else. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** The items of a list; none for anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function readCorpus(directory: string, name: string): Corpus {
  const folder = join(directory, name);
  try {
    const content = fieldsOf(JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8')));
    if (!Array.isArray(content['cases'])) return { kind: 'unreadable', name, why: '`cases` is not a list' };
    const cases = content['cases'].map((written) => readCase(name, folder, fieldsOf(written)));
    const units = listOf(content['units']).map((written) => readUnit(name, fieldsOf(written)));
    return { kind: 'cases', name, cases: [...cases, ...units] };
  } catch (error) {
    return { kind: 'unreadable', name, why: error instanceof Error ? error.message : String(error) };
  }
}

function readCase(corpus: string, folder: string, written: Fields): ConformanceCase {
  const { dir, dirs = [dir], mode } = written;
  return {
    corpus,
    name: String(written['name']),
    mode: typeof mode === 'string' ? mode : 'probes',
    manifests: textsOf(dirs).map((path) => join(folder, path)),
    requires: textsOf(written['requires']),
    features: textsOf(written['features']),
    policyKinds: textsOf(written['policy_kinds']),
    written,
  };
}

/** A row of a table of selectors, ports or addresses: it brings what it needs itself. */
function readUnit(corpus: string, written: Fields): ConformanceCase {
  return {
    corpus,
    name: `${String(written['unit'])}: ${String(written['name'])}`,
    mode: 'unit',
    manifests: [],
    requires: [],
    features: [],
    policyKinds: [],
    written,
  };
}

function textsOf(value: unknown): readonly string[] {
  return listOf(value).filter((item) => typeof item === 'string');
}
