// Bundles both shells. TypeScript first and ncc on its output: ncc's own TypeScript loader would tie the bundle to
// every file that tsconfig.json includes, tests among them.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

const shells = ['action', 'cli'];
const tsc = import.meta.resolve('typescript/bin/tsc');
const ncc = import.meta.resolve('@vercel/ncc/dist/ncc/cli.js');

/** Bundles `src/action` and `src/cli` into `<directory>/action` and `<directory>/cli`, replacing what was there. */
export function bundleInto(directory) {
  rmSync(directory, { recursive: true, force: true });
  // The place of the intermediate files is fixed, because ncc derives module ids from paths.
  rmSync(join(root, 'build/src'), { recursive: true, force: true });
  run(tsc, ['--project', 'tsconfig.build.json']);
  for (const shell of shells) {
    const target = join(directory, shell);
    run(ncc, ['build', `build/src/${shell}/index.js`, '--out', target, '--no-cache', '--quiet']);
    // Without it Node would read the bundle as CommonJS once it is copied out of the repository.
    writeFileSync(join(target, 'package.json'), '{\n  "type": "module"\n}\n');
  }
  makeExecutable(join(directory, 'cli/index.js'));
  writeFileSync(join(directory, 'licenses.txt'), licensesOfDependencies());
}

function run(script, args) {
  execFileSync(process.execPath, [fileURLToPath(script), ...args], { cwd: root, stdio: 'inherit' });
}

function makeExecutable(file) {
  const text = readFileSync(file, 'utf8');
  if (!text.startsWith('#!')) writeFileSync(file, `#!/usr/bin/env node\n${text}`);
  chmodSync(file, 0o755);
}

// ncc's own `--license` keeps only the last chunk's packages, so the action's list would lack most of them.
function licensesOfDependencies() {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path !== '' && !entry.dev && !entry.optional && !entry.devOptional)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, entry]) => {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      return `${name} ${entry.version} (${entry.license})\n\n${licenseTextIn(join(root, path))}`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}

function licenseTextIn(directory) {
  const file =
    existsSync(directory) &&
    readdirSync(directory)
      .sort()
      .find((name) => /^licen[cs]e/i.test(name));
  return file ? `${readFileSync(join(directory, file), 'utf8').replaceAll('\r\n', '\n').trimEnd()}\n` : '';
}
