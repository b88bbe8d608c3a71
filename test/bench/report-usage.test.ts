import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it.skipIf(process.platform !== 'linux')('the peak of a program is its own, whatever started it needed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'netpol-gate-usage-'));
  try {
    const usage = new URL('../../bench/report-usage.ts', import.meta.url).href;
    const BENCH_USAGE_FILE = join(folder, 'usage');
    const large = Buffer.alloc(300e6, 1);
    const child = spawnSync(process.execPath, ['--experimental-strip-types', '--import', usage, '-e', '0'], {
      env: { ...process.env, BENCH_USAGE_FILE },
      encoding: 'utf8',
    });
    expect(child.status, child.stderr).toBe(0);
    const peak = Number(readFileSync(BENCH_USAGE_FILE, 'utf8'));
    expect(peak).toBeGreaterThan(20e6);
    expect(peak).toBeLessThan(large.length);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
