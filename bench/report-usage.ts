import { writeFileSync } from 'node:fs';

/** Loaded before a measured program: when that ends, says how much memory it needed at most, in bytes. */
process.on('exit', () => {
  const file = process.env['BENCH_USAGE_FILE'];
  // Node gives kibibytes.
  if (file !== undefined) writeFileSync(file, String(process.resourceUsage().maxRSS * 1024));
});
