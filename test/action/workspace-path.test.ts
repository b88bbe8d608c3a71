import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readReportFile, readWorkingDirectory, writeText } from '../../src/action/workspace-path.ts';

let top: string;
let workspace: string;

beforeEach(() => {
  top = mkdtempSync(path.join(tmpdir(), 'netpol-gate-'));
  workspace = path.join(top, 'workspace');
  mkdirSync(path.join(workspace, 'services/shop'), { recursive: true });
  mkdirSync(path.join(top, 'outside'));
  symlinkSync(path.join(top, 'outside'), path.join(workspace, 'way-out'));
  symlinkSync(path.join(top, 'outside/not-there'), path.join(workspace, 'dangling.sarif'));
  symlinkSync('services', path.join(workspace, 'alias'));
  writeFileSync(path.join(workspace, 'file'), '');
});

afterEach(() => rmSync(top, { recursive: true, force: true }));

describe('the working directory', () => {
  it.each([
    ['.', ''],
    ['', ''],
    ['./services/shop/', 'services/shop'],
    ['services/../services', 'services'],
    ['alias/shop', 'services/shop'],
  ])('`%s` is `%s` of the workspace', (directory, value) => {
    expect(readWorkingDirectory(workspace, directory)).toEqual({ kind: 'value', value });
  });

  it.each(['..', '../outside', 'way-out', '/', 'services/missing', 'file'])('cannot be `%s`', (directory) => {
    expect(readWorkingDirectory(workspace, directory)).toMatchObject({
      kind: 'invalid',
      complaint: { message: `\`working-directory\` cannot be \`${directory}\`` },
    });
  });
});

describe('a report file', () => {
  it('starts from the working directory, and its folders are made', () => {
    const file = readReportFile('sarif-file', workspace, 'services', 'out/deep/report.sarif');
    const expected = path.join(workspace, 'services/out/deep/report.sarif');
    expect(file).toEqual({ kind: 'value', value: expected });
    expect(writeText(expected, 'text')).toBeUndefined();
    expect(readFileSync(expected, 'utf8')).toBe('text');
  });

  it('may replace a file', () => {
    expect(readReportFile('json-file', workspace, '', 'file')).toMatchObject({ kind: 'value' });
  });

  it.each([
    '../report.sarif',
    '/tmp/report.sarif',
    'way-out/report.sarif',
    'way-out/deep/report.sarif',
    'dangling.sarif',
    'services',
  ])('cannot be `%s`', (file) => {
    expect(readReportFile('sarif-file', workspace, '', file)).toMatchObject({
      kind: 'invalid',
      complaint: { message: `\`sarif-file\` cannot be \`${file}\`` },
    });
    expect(existsSync(path.join(top, 'outside/report.sarif'))).toBe(false);
  });

  it('that cannot be written gives the reason', () => {
    const below = path.join(workspace, 'file/report.sarif');
    expect(readReportFile('sarif-file', workspace, '', 'file/report.sarif')).toEqual({ kind: 'value', value: below });
    expect(writeText(below, 'text')).toMatch(/^E[A-Z]+$/);
  });
});
