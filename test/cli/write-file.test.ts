import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeFile } from '../../src/cli/write-file.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'netpol-gate-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a file that is written', () => {
  it('brings its folder along, and replaces an older one only where that is allowed', () => {
    const read = (): string => readFileSync(path.join(folder, 'a/b.txt'), 'utf8');
    expect(writeFile(folder, 'a/b.txt', 'first', 'new')).toBeUndefined();
    expect(writeFile(folder, 'a/b.txt', 'second', 'new')?.message).toBe('`a/b.txt` cannot be written: EEXIST');
    expect(read()).toBe('first');
    expect(writeFile(folder, 'a/b.txt', 'third', 'replace')).toBeUndefined();
    expect(read()).toBe('third');
  });
});
