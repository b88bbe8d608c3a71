import { existsSync, lstatSync, mkdirSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Complaint, Setting } from '../gate/read-setting.ts';

/** Reads the input `working-directory`: a folder of the workspace, relative to it (`''` is the workspace itself). */
export function readWorkingDirectory(workspace: string, directory: string): Setting<string> {
  const name = `\`working-directory\` cannot be \`${directory}\``;
  const whole = path.resolve(workspace, directory);
  if (!existsSync(whole) || !statSync(whole).isDirectory()) {
    return invalid({ message: name, help: 'the workspace has no such folder; is the repository checked out?' });
  }
  const relative = path.relative(realpathSync(workspace), realpathSync(whole));
  if (leaves(relative)) return invalid({ message: name, help: 'it must lie inside the workspace' });
  return { kind: 'value', value: relative.split(path.sep).join('/') };
}

/** Reads the name of a file to write, into its absolute path; it must lie inside the workspace. */
export function readReportFile(input: string, workspace: string, base: string, file: string): Setting<string> {
  const whole = path.resolve(workspace, base, file);
  const message = `\`${input}\` cannot be \`${file}\``;
  // Links are followed, or a pull request could have the gate write wherever the runner may.
  if (leaves(path.relative(realpathSync(workspace), realParent(whole)))) {
    return invalid({ message, help: 'it must lie inside the workspace' });
  }
  if (isTaken(whole)) {
    return invalid({ message, help: 'something else than a file is there' });
  }
  return { kind: 'value', value: whole };
}

/** Writes a file and the folders it needs; gives the reason where that is impossible. */
export function writeText(file: string, text: string): string | undefined {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}

/** Whether something other than a file is there, be it a link that leads nowhere. */
function isTaken(place: string): boolean {
  try {
    return !lstatSync(place).isFile();
  } catch {
    return false;
  }
}

/** The folder that a file will be written to, links resolved as far as it exists. */
function realParent(file: string): string {
  const parent = path.dirname(file);
  return existsSync(parent) ? realpathSync(parent) : path.join(realParent(parent), path.basename(parent));
}

function leaves(relative: string): boolean {
  return relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative);
}

function invalid(complaint: Complaint): { readonly kind: 'invalid'; readonly complaint: Complaint } {
  return { kind: 'invalid', complaint };
}
