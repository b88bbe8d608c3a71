// Runs the README's commands as a reader would: each marked fence in a fresh clone of HEAD.
//
// A line `<!-- run: exit 1 -->` directly before a ```sh fence marks it. Its last command must exit with that code and
// every command before with 0. A backslash at the end of a line continues the command.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const fewestFences = 2;
const tenMinutes = 600_000;
// Not a code that netpol-gate or a shell gives by itself.
const earlierCommandFailed = 199;

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'netpol-gate-readme-'));

try {
  const fences = markedFencesIn(readFileSync(join(freshClone('readme'), 'README.md'), 'utf8'));
  if (fences.length < fewestFences) {
    throw new Error(`README.md has ${fences.length} fences marked for running, fewer than ${fewestFences}`);
  }
  const failed = fences.filter((fence, index) => !runsAsSaid(fence, freshClone(`fence-${index}`)));
  if (failed.length > 0) throw new Error(`${failed.length} of ${fences.length} fences did not do what they say`);
  console.log(`\nall ${fences.length} fences did what they say`);
} catch (error) {
  console.error(`\n${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function markedFencesIn(text) {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    if (!/^\s*<!--\s*run\b/.test(line)) return [];
    const code = /^<!-- run: exit (\d+) -->$/.exec(line.trimEnd())?.[1];
    if (code === undefined) throw new Error(`README.md:${index + 1}: write the mark as <!-- run: exit 0 -->`);
    if (lines[index + 1]?.trimEnd() !== '```sh') {
      throw new Error(`README.md:${index + 1}: the line after the mark opens no sh fence`);
    }
    const end = lines.indexOf('```', index + 2);
    if (end === -1) throw new Error(`README.md:${index + 2}: the fence is not closed`);
    const commands = commandsIn(lines.slice(index + 2, end));
    if (commands.length === 0) throw new Error(`README.md:${index + 2}: the fence holds no command`);
    return [{ line: index + 2, code: Number(code), commands }];
  });
}

function commandsIn(lines) {
  return lines
    .join('\n')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

function freshClone(name) {
  const directory = join(scratch, name);
  execFileSync('git', ['clone', '--quiet', '--no-hardlinks', root, directory], { stdio: 'inherit' });
  return directory;
}

function runsAsSaid({ line, code, commands }, directory) {
  console.log(`\nREADME.md:${line}, to exit with ${code}`);
  for (const command of commands) console.log(`  $ ${command}`);
  const guarded = commands.slice(0, -1).map((command) => `${command}\n[ $? -eq 0 ] || exit ${earlierCommandFailed}`);
  const script = [...guarded, commands.at(-1)].join('\n');
  const result = spawnSync('bash', ['-c', script], { cwd: directory, stdio: 'inherit', timeout: tenMinutes });
  if (result.error) console.error(`  could not run: ${result.error.message}`);
  else if (result.status === earlierCommandFailed) console.error('  a command before the last one failed');
  else if (result.status !== code) console.error(`  exited with ${result.status ?? result.signal}`);
  return result.error === undefined && result.status === code;
}
