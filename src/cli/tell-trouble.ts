import type { Complaint } from '../gate/read-setting.ts';
import { VERSION } from '../gate/version.ts';
import { escapeTerminal } from '../reports/escape-terminal.ts';
import type { Output } from './surroundings.ts';

/** Says what is wrong with a command line, in the form of findings. */
export function tellComplaints(complaints: readonly Complaint[], output: Output): void {
  for (const { message, help } of complaints) {
    output.write(`error[invalid-option]: ${escapeTerminal(message)}\n  = help: ${escapeTerminal(help)}\n`);
  }
}

/** Says that something went wrong that is no fault of the user. */
export function tellBug(error: unknown, output: Output): void {
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const lines = trace.split('\n').map((line) => `  | ${escapeTerminal(line)}\n`);
  output.write(`error: netpol-gate came upon a bug of its own, and nothing was judged\n${lines.join('')}`);
  output.write(`  = help: please report it with the lines above and what you ran (netpol-gate ${VERSION})\n`);
}
