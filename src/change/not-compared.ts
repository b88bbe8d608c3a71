/** Traffic with pods that could be created which was not compared, because that would be too much work. */
export interface NotCompared {
  /** Whether traffic with the internet is among it. */
  readonly internet: boolean;
}

/** Why it was not, completing "because …". */
export const WHY_NOT_COMPARED =
  'pods that could be created were compared only in part: the policies tell too many kinds of them apart by labels and names of ports';

/** What has more of it compared. */
export const HELP_TO_COMPARE = 'write ports as numbers, and let policies ask for fewer different labels';
