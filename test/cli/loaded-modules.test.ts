import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const STATIC_IMPORT = /^(?:import|export) (?!type )(?:[^;']*? from )?'([^']+)';/gm;

/** Everything that a file loads before its first line runs: files by their path, packages by their name. */
function loadedBy(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(STATIC_IMPORT)) {
    if (name.startsWith('.')) loadedBy(join(dirname(file), name), seen);
    else seen.add(name);
  }
  return seen;
}

describe('every run of the command line', () => {
  const loaded = loadedBy(join(import.meta.dirname, '../../src/cli/index.ts'));

  it('loads the gate', () => {
    expect([...loaded].some((file) => file.endsWith('src/gate/run-gate.ts'))).toBe(true);
  });

  it.each(['node:child_process', 'node:crypto', 'ajv/dist/2020.js'])('does without %s', (name) => {
    expect(loaded).not.toContain(name);
  });
});
