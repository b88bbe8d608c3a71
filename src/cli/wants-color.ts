import type { COLORS } from './options.ts';
import type { Surroundings } from './surroundings.ts';

/** Whether the text report on standard output is coloured. */
export function wantsColor(
  when: (typeof COLORS)[number],
  { env, stdout }: Pick<Surroundings, 'env' | 'stdout'>,
): boolean {
  if (when !== 'auto') return when === 'always';
  // https://no-color.org: any value but the empty one.
  if (env['NO_COLOR']) return false;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return env['TERM'] !== 'dumb' && stdout.isTTY === true;
}
