import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const STATUS = '/proc/self/status';

/** Loaded before a measured program: when that ends, says how much memory it needed at most, in bytes. */
process.on('exit', () => {
  const file = process.env['BENCH_USAGE_FILE'];
  if (file !== undefined) writeFileSync(file, String(peak()));
});

/**
 * Linux counts for `maxRSS` what the process that started this one needed, until this one needs more: a program that is
 * measured from a large one would never be small. `VmHWM` begins with the program itself.
 */
function peak(): number {
  const status = existsSync(STATUS) ? readFileSync(STATUS, 'utf8') : '';
  const kibibytes = /^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS;
  return Number(kibibytes) * 1024;
}
