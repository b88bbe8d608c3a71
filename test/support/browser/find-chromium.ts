import { existsSync } from 'node:fs';

const USUAL = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/opt/google/chrome/chrome'];

/** The browser for tests: the one that `NETPOL_GATE_CHROMIUM` names, which must be there, else a usual one, else none. */
export function findChromium(
  env: Readonly<Record<string, string | undefined>> = process.env,
  exists: (path: string) => boolean = existsSync,
): string | undefined {
  const named = env['NETPOL_GATE_CHROMIUM'];
  if (named === undefined || named === '') return USUAL.find(exists);
  if (!exists(named)) throw new Error(`NETPOL_GATE_CHROMIUM names \`${named}\`, which is not there`);
  return named;
}
