import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type File, findOffences, type House } from './support/find-offences.ts';

const house: House = {
  sets: { folders: [], packages: [] },
  source: { folders: [], packages: [] },
  findings: { folders: ['source', 'sets'], packages: [] },
  manifests: { folders: ['source', 'findings'], packages: ['node:*', 'yaml', 'minimatch'] },
  resources: { folders: ['source', 'findings', 'manifests', 'sets'], packages: [] },
  cluster: { folders: ['resources', 'sets', 'source', 'findings'], packages: [] },
  possible: { folders: ['cluster', 'resources', 'sets'], packages: [] },
  policies: { folders: ['cluster', 'resources', 'sets', 'source', 'findings'], packages: [] },
  connectivity: { folders: ['possible', 'cluster', 'resources', 'sets', 'source'], packages: [] },
  exposure: { folders: ['connectivity', 'possible', 'cluster', 'resources', 'sets', 'source'], packages: [] },
  change: {
    folders: ['exposure', 'connectivity', 'possible', 'cluster', 'resources', 'sets', 'source'],
    packages: [],
  },
  lints: {
    folders: [
      'connectivity',
      'possible',
      'policies',
      'cluster',
      'resources',
      'manifests',
      'findings',
      'source',
      'sets',
    ],
    packages: [],
  },
  assertions: {
    folders: [
      'change',
      'exposure',
      'connectivity',
      'possible',
      'cluster',
      'sets',
      'source',
      'findings',
      'resources',
      'manifests',
    ],
    packages: ['minimatch'],
  },
  history: { folders: ['manifests', 'findings'], packages: ['node:*', 'node:child_process'] },
  drafting: {
    folders: ['assertions', 'exposure', 'connectivity', 'cluster', 'resources', 'sets'],
    packages: [],
  },
  reports: { folders: ['findings', 'sets', 'source'], packages: [] },
  gate: {
    folders: [
      'manifests',
      'resources',
      'cluster',
      'possible',
      'policies',
      'connectivity',
      'exposure',
      'change',
      'lints',
      'assertions',
      'drafting',
      'findings',
      'source',
      'sets',
    ],
    packages: [],
  },
  rendering: { folders: ['manifests', 'findings', 'source'], packages: ['node:*', 'node:child_process'] },
  cli: {
    folders: ['gate', 'rendering', 'history', 'reports', 'manifests', 'findings', 'source'],
    packages: ['node:*'],
  },
  action: {
    folders: ['gate', 'rendering', 'history', 'reports', 'manifests', 'findings', 'source'],
    packages: ['node:*', '@actions/*'],
  },
};

function filesBelow(directory: string): readonly File[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({
      path: path.slice(directory.length + 1).replaceAll('\\', '/'),
      text: readFileSync(path, 'utf8'),
    }));
}

/** A house with one innocent file in every folder, and the given files on top. */
function houseWith(texts: Readonly<Record<string, string>>): readonly File[] {
  const innocent = Object.keys(house).map((folder) => [`${folder}/innocent.ts`, 'export const one = 1;\n'] as const);
  return Object.entries({ ...Object.fromEntries(innocent), ...texts }).map(([path, text]) => ({ path, text }));
}

describe('the house', () => {
  it('has files in every folder, and each imports only what its folder may see', () => {
    expect(findOffences(filesBelow(join(import.meta.dirname, '../src')), house)).toEqual([]);
  });
});

describe('the check of the house', () => {
  it('finds nothing in a house without fault', () => {
    const files = houseWith({
      'cluster/tier.ts': "import { one } from '../sets/innocent.ts';\nexport const two = one + 1;\n",
      'manifests/read.ts':
        "import { parse } from 'yaml';\nimport { join } from 'node:path';\nexport { parse, join };\n",
      'assertions/match.ts': "import { Minimatch } from 'minimatch/dist/esm/index.js';\nexport { Minimatch };\n",
      'action/index.ts': "const { getOctokit } = await import('@actions/github');\nconsole.log(getOctokit);\n",
    });
    expect(findOffences(files, house)).toEqual([]);
  });

  it('names a folder of the table that holds no file', () => {
    const files = houseWith({}).filter((file) => !file.path.startsWith('policies/'));
    expect(findOffences(files, house)).toEqual(['src/policies holds no file']);
  });

  it.each([
    ["import { one } from '../policies/innocent.ts';", 'imports ../policies/innocent.ts: cluster may not see policies'],
    ["import type { one } from '../gate/innocent.ts';", 'imports ../gate/innocent.ts: cluster may not see gate'],
    ["export * from '../cli/innocent.ts';", 'imports ../cli/innocent.ts: cluster may not see cli'],
    ["type One = import('../reports/innocent.ts').One;", 'imports ../reports/innocent.ts: cluster may not see reports'],
    [
      "const late = await import('../action/innocent.ts');",
      'imports ../action/innocent.ts: cluster may not see action',
    ],
    ["import '../sets/innocent.js';", 'imports ../sets/innocent.js, which is no file of src'],
    ["import '../../test/oracle/world.ts';", 'imports ../../test/oracle/world.ts, which is no file of src'],
    ["import { readFileSync } from 'node:fs';", 'imports node:fs'],
    ["import { readFileSync } from 'fs';", 'imports fs'],
    ["import { parse } from 'yaml';", 'imports yaml'],
    ["import { info } from '@actions/core';", 'imports @actions/core'],
    ["import { connect } from 'node:net';", 'imports node:net'],
    ['const late = await import(name);', 'imports a computed name'],
    ['export default 1;', 'exports a default'],
    ['export default function tier() {}', 'exports a default'],
    ['const tier = 1;\nexport { tier as default };', 'exports a default', 2],
    ['const home = process.env.HOME;', 'uses process.env, which belongs to a shell'],
    ['const now = Date.now();', 'uses Date.now, which belongs to a shell'],
    ['const now = new Date();', 'uses new Date(), which belongs to a shell'],
    ["const page = fetch('https://example.org');", 'uses fetch, which belongs to a shell'],
  ])('names the offence of `%s`', (text, offence, line = 1) => {
    const files = houseWith({ 'cluster/tier.ts': text });
    expect(findOffences(files, house)).toEqual([`src/cluster/tier.ts:${line} ${offence}`]);
  });

  it('lets `yaml` into manifests alone, and the actions toolkit into the action alone', () => {
    const text = "import 'yaml';\nimport '@actions/core';\n";
    const files = houseWith({ 'assertions/read.ts': text, 'cli/read.ts': text, 'manifests/read.ts': text });
    expect(findOffences(files, house)).toEqual([
      'src/assertions/read.ts:1 imports yaml',
      'src/assertions/read.ts:2 imports @actions/core',
      'src/cli/read.ts:1 imports yaml',
      'src/cli/read.ts:2 imports @actions/core',
      'src/manifests/read.ts:2 imports @actions/core',
    ]);
  });

  it('lets rendering and history alone start programs, and keeps the shells too from opening connections', () => {
    const text = "import 'node:child_process';\nimport 'node:https';\n";
    const files = houseWith({
      'cli/run.ts': `import 'node:fs';\n${text}`,
      'rendering/run.ts': text,
      'history/run.ts': text,
    });
    expect(findOffences(files, house)).toEqual([
      'src/cli/run.ts:2 imports node:child_process',
      'src/cli/run.ts:3 imports node:https',
      'src/rendering/run.ts:2 imports node:https',
      'src/history/run.ts:2 imports node:https',
    ]);
  });

  it('names the files of an import cycle in order, type imports among them', () => {
    const files = houseWith({
      'sets/a.ts': "import './b.ts';",
      'sets/b.ts': "import type { C } from './c.ts';",
      'sets/c.ts': "import './a.ts';",
    });
    expect(findOffences(files, house)).toEqual(['import cycle: sets/a.ts -> sets/b.ts -> sets/c.ts -> sets/a.ts']);
  });

  it.each([
    ['sets/intervalSet.ts', 'is not in kebab-case'],
    ['sets/utils.ts', 'has a name that says nothing'],
    ['sets/shared/interval.ts', 'has a name that says nothing'],
    ['main.ts', 'stands in no folder of the table'],
    ['extras/interval.ts', 'stands in no folder of the table'],
  ])('takes offence at a file named %s', (path, offence) => {
    expect(findOffences(houseWith({ [path]: 'export const one = 1;\n' }), house)).toEqual([`src/${path} ${offence}`]);
  });

  it('counts lines, and takes 300 but not 301', () => {
    const files = houseWith({ 'sets/long.ts': '// line\n'.repeat(300), 'sets/longer.ts': '// line\n'.repeat(301) });
    expect(findOffences(files, house)).toEqual(['src/sets/longer.ts has 301 lines, more than 300']);
  });
});
