/**
 * How much may still be done for a question about pods that could be created. It is counted in boxes that are looked at,
 * never in time, so that the same question ends in the same place on every machine.
 */
export interface Work {
  /** Throws {@link OutOfWork} where more is asked for than is left. */
  readonly spend: (boxes: number) => void;
}

/** More would have to be done than may be. What was answered before is right, and of the rest nothing is known. */
export class OutOfWork extends Error {}

/** So much work, and no more than is left of what it is a part of. */
export function limitedWork(most: number, within?: Work): Work {
  let left = most;
  return {
    spend: (boxes) => {
      within?.spend(boxes);
      left -= boxes;
      if (left < 0) throw new OutOfWork('more boxes of pods that could be created than may be looked at');
    },
  };
}
