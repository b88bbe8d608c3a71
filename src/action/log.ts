import { randomUUID } from 'node:crypto';
import { info } from '@actions/core';
import type { CheckReport } from '../findings/report.ts';
import type { Complaint } from '../gate/read-setting.ts';
import { VERSION } from '../gate/version.ts';
import { annotationCommand, annotations, closingSentence } from '../reports/annotations.ts';
import type { Links } from '../reports/links.ts';
import type { Environment } from './read-event.ts';

/** Prints text that may hold anything; the runner takes no commands from it. */
export function printUntrusted(text: string): void {
  const token = randomUUID();
  info(`::stop-commands::${token}`);
  info(text.replace(/\n$/, ''));
  info(`::${token}::`);
}

/** Prints the annotations. A red run that has more or less than one error ends with one that sums up. */
export function logAnnotations(report: CheckReport, links: Links): void {
  const all = annotations(report, links);
  for (const annotation of all) info(annotationCommand(annotation));
  const alone = all.filter(({ level }) => level === 'error').length === 1;
  if (report.exitCode !== 0 && !alone) logError('netpol-gate', closingSentence(report));
}

/** Says what is wrong with the inputs, one annotation each. */
export function logComplaints(complaints: readonly Complaint[]): void {
  for (const { message, help } of complaints) logError('invalid-option', `${message}\n${help}`);
}

/** Says that something went wrong that is no fault of the user. */
export function logBug(bug: unknown, env: Environment): void {
  printUntrusted(bug instanceof Error ? (bug.stack ?? bug.message) : String(bug));
  const repository = env['GITHUB_ACTION_REPOSITORY'];
  const where = repository ? ` to ${env['GITHUB_SERVER_URL'] ?? 'https://github.com'}/${repository}/issues` : '';
  logError(
    'bug',
    `netpol-gate ${VERSION} came upon a bug of its own, and there is no verdict; please report it with the lines above${where}`,
  );
}

function logError(title: string, message: string): void {
  info(annotationCommand({ level: 'error', title, message }));
}
