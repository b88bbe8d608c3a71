// Fails unless dist/ is, byte for byte, what a fresh build of src/ gives. With `--keep DIRECTORY` the build stays there.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleInto, root } from './bundle.mjs';

const { values } = parseArgs({ options: { keep: { type: 'string' } } });
const committed = join(root, 'dist');
const fresh = values.keep === undefined ? mkdtempSync(join(tmpdir(), 'netpol-gate-dist-')) : resolve(values.keep);

try {
  bundleInto(fresh);
  const differences = compare(committed, fresh);
  for (const difference of differences) console.error(difference);
  if (differences.length > 0) {
    console.error('dist/ is not what src/ builds to; run `npm run build` and commit the result');
    process.exitCode = 1;
  } else {
    console.log(`dist/ equals a fresh build (${filesBelow(fresh).length} files)`);
  }
} finally {
  if (values.keep === undefined) rmSync(fresh, { recursive: true, force: true });
}

function compare(expectedIn, actualIn) {
  const names = [...new Set([...filesBelow(expectedIn), ...filesBelow(actualIn)])].sort();
  return names.flatMap((name) => {
    const old = join(expectedIn, name);
    const built = join(actualIn, name);
    if (!existsSync(old)) return [`dist/${name}: missing, a fresh build has it`];
    if (!existsSync(built)) return [`dist/${name}: left over, a fresh build does not have it`];
    return describeDifference(name, readFileSync(old), readFileSync(built));
  });
}

function describeDifference(name, old, built) {
  if (old.equals(built)) return [];
  const oldLines = old.toString('utf8').split('\n');
  const builtLines = built.toString('utf8').split('\n');
  const at = builtLines.findIndex((line, index) => line !== oldLines[index]);
  const line = at === -1 ? builtLines.length : at;
  return [
    `dist/${name}: differs from line ${line + 1} on (${old.length} bytes committed, ${built.length} built)`,
    `  committed: ${excerpt(oldLines[line])}`,
    `  built:     ${excerpt(builtLines[line])}`,
  ];
}

function excerpt(line) {
  if (line === undefined) return '(end of file)';
  return line.length > 160 ? `${line.slice(0, 160)}…` : line;
}

function filesBelow(directory) {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .sort();
}
