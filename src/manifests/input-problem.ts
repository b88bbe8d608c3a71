import { type FindingCode, severityOf } from '../findings/catalogue.ts';
import type { Finding } from '../findings/finding.ts';

/** Files above this size, in bytes, are not read: parsing them would take minutes, and no manifest comes near. */
export const LARGEST_FILE = 20 * 1024 * 1024;

/** A finding about a file as a whole. */
export function inputProblem(code: FindingCode, file: string, message: string, help: string): Finding {
  return { code, severity: severityOf(code), message, help, at: { kind: 'span', file } };
}

/** The finding for a file that is larger than the gate reads. */
export function tooLarge(file: string, size: number): Finding {
  const megabytes = (bytes: number): string => `${Math.ceil(bytes / (1024 * 1024))} MiB`;
  const message = `\`${file}\` is ${megabytes(size)} large, more than the ${megabytes(LARGEST_FILE)} that are read`;
  return inputProblem('file-too-large', file, message, 'split the file, or leave it out of `manifests`');
}

/** The finding for a link whose target lies outside. */
export function leavesWorkspace(file: string): Finding {
  const message = `\`${file}\` is a symbolic link that leads out of the workspace, so it is not followed`;
  return inputProblem(
    'link-leaves-workspace',
    file,
    message,
    'put a copy of its target into the workspace, or leave it out of `manifests`',
  );
}

/** The finding for what the file system refuses. */
export function refused(file: string, error: unknown): Finding {
  const code = (error as { readonly code?: unknown } | null)?.code;
  const reason = REASONS.get(String(code)) ?? `the file system answers ${String(code)}`;
  return inputProblem(
    'file-unreadable',
    file,
    `\`${file}\` cannot be read: ${reason}`,
    'mend it, or leave it out of `manifests`',
  );
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'permission is denied'],
  ['EPERM', 'permission is denied'],
  ['ENOENT', 'it, or what it links to, does not exist'],
  ['ENOTDIR', 'a part of its path is not a folder'],
  ['ELOOP', 'its symbolic links go round in a circle'],
  ['EISDIR', 'it is a folder'],
  ['ENAMETOOLONG', 'its name is too long'],
  ['ERR_INVALID_ARG_VALUE', 'no file can have such a name'],
]);

/** The finding for a pipe, socket or device: opening one could wait for ever. */
export function notRegular(file: string): Finding {
  const message = `\`${file}\` is not a regular file`;
  return inputProblem(
    'file-unreadable',
    file,
    message,
    'give a file or a folder; pipes, sockets and devices are not read',
  );
}

/** Whether `target` lies in `folder` or is it; both are real paths. */
export function liesWithin(folder: string, target: string, separator: string): boolean {
  const prefix = folder.endsWith(separator) ? folder : folder + separator;
  return target === folder || target.startsWith(prefix);
}
