import { mapConnectivity } from '../../src/connectivity/map-connectivity.ts';
import { isEmpty } from '../../src/sets/interval-set.ts';
import type { Tally } from './disagreement.ts';
import type { CaseWorld } from './open-case.ts';

/**
 * Whether an input that cannot be answered is not answered in silence: an error says what is wrong, or the map leaves
 * open what nobody can know.
 */
export function askRefusal(worlds: readonly CaseWorld[]): Tally {
  const isRefused = worlds.some(
    ({ world, selection }) =>
      [...selection, ...world.findings].some(({ severity }) => severity === 'error') || leavesOpen({ world }),
  );
  const text = 'expected an error or an undecided connection, got an answer without either';
  return { asked: 1, disagreements: isRefused ? [] : [{ text, steps: [] }] };
}

function leavesOpen({ world }: Pick<CaseWorld, 'world'>): boolean {
  return mapConnectivity(world.cluster, world.engine).connections.some(({ undecided }) => !isEmpty(undecided));
}
