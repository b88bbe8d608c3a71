import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Report } from '../findings/report.ts';
import type { Complaint } from '../gate/read-setting.ts';
import { REPORTERS } from '../reports/registry.ts';
import type { Settings } from './read-command.ts';
import type { ReportTarget } from './read-format.ts';
import type { Surroundings } from './surroundings.ts';
import { wantsColor } from './wants-color.ts';

/** Renders a report in every format that was asked for; gives what could not be written. */
export function deliver(report: Report, settings: Settings, surroundings: Surroundings): readonly Complaint[] {
  return settings.targets.flatMap((target) => deliverOne(report, target, settings, surroundings) ?? []);
}

function deliverOne(
  report: Report,
  { format, file }: ReportTarget,
  { color, quiet }: Settings,
  surroundings: Surroundings,
): Complaint | undefined {
  const render = (colored: boolean): string => REPORTERS[format](report, { color: colored, quiet, links: {} });
  if (file !== undefined) return writeFile(surroundings.cwd, file, render(false));
  surroundings.stdout.write(render(wantsColor(color, surroundings)));
  return undefined;
}

function writeFile(cwd: string, file: string, text: string): Complaint | undefined {
  const place = path.resolve(cwd, file);
  try {
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, text);
    return undefined;
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    return {
      message: `\`${file}\` cannot be written: ${reason}`,
      help: 'name a file in a folder that may be written to',
    };
  }
}
