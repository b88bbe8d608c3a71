import type { Report } from '../findings/report.ts';
import type { Complaint } from '../gate/read-setting.ts';
import { REPORTERS } from '../reports/registry.ts';
import type { Settings } from './read-command.ts';
import type { ReportTarget } from './read-format.ts';
import type { Surroundings } from './surroundings.ts';
import { wantsColor } from './wants-color.ts';
import { writeFile } from './write-file.ts';

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
  if (file !== undefined) return writeFile(surroundings.cwd, file, render(false), 'replace');
  surroundings.stdout.write(render(wantsColor(color, surroundings)));
  return undefined;
}
