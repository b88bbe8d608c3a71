import type { Traffic } from '../sets/connection-set.ts';
import type { Place } from '../source/place.ts';

/** A rule, or a policy that is there or not, because of which traffic is treated otherwise than before. */
interface ChangeCause {
  /** Which of the two trees `at` lies in. */
  readonly tree: 'base' | 'head';
  /** One sentence in words, e.g. "ingress rule 1 of NetworkPolicy `shop/db-in` admits it now". */
  readonly text: string;
  readonly at?: Place;
}

/** What a change does to new connections from one end to another. */
export interface ReportedChange {
  /**
   * `opened`: nothing was allowed before; `closed`: nothing is allowed now; `changed`: some is on both sides; `unsure`:
   * whether anything is opened or closed is not known.
   */
  readonly kind: 'opened' | 'changed' | 'unsure' | 'closed';
  /** Endpoint ids, as in a connectivity report; ids of pods that could be created begin with `possible:`. */
  readonly from: string;
  readonly to: string;
  /** What ends that could be created are like, in words, by their id. */
  readonly inWords?: Readonly<Record<string, string>>;
  /** Ends that are in one of the two trees only. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** The object through which the traffic comes from outside, e.g. ``Ingress `shop/web` ``. */
  readonly door?: string;
  /** Surely allowed now, and surely not before. */
  readonly opened: readonly Traffic[];
  /** Surely not allowed now, and surely allowed before. */
  readonly closed: readonly Traffic[];
  /** Treated otherwise than before, but whether it is opened, closed or neither is not known. */
  readonly unsure: readonly Traffic[];
  /** Whether an end is an address of the internet. */
  readonly internet: boolean;
  /** Never empty; the one that the reader must look at first. */
  readonly causes: readonly ChangeCause[];
}

/** What a change does in one world. */
export interface WorldChange {
  readonly world: string;
  /** Opened first, then changed, unsure and closed; those with the internet first. */
  readonly changes: readonly ReportedChange[];
  /** How many more there are than are listed. */
  readonly omitted: number;
  /** Whether a part of it was not compared, of which nothing is known then; a note says why. */
  readonly isPartial?: true;
  /** Why it was not compared, completing "the change was not judged: …"; nothing is listed then. */
  readonly unknown?: { readonly why: string; readonly help: string };
  /** What the reader should know of this comparison, e.g. that a pattern matches nothing in the base. */
  readonly notes: readonly string[];
}

/** A claim that the base makes and head does not, or not as strictly. */
interface WeakenedClaim {
  /** As written in the base, with the suite. */
  readonly sentence: string;
  readonly suite: string;
  /** What became of it, in words, e.g. "is no longer made", "is a warning now". */
  readonly how: string;
}

/** What a change does, or why that is not known. */
export type Comparison =
  | {
      readonly kind: 'compared';
      /** What head was compared with, for readers: `main@9d0e77a`, a folder … */
      readonly base: string;
      readonly worlds: readonly WorldChange[];
      /** Claims of the base's suites that head no longer makes, or not as strictly. */
      readonly claimsRemoved: readonly WeakenedClaim[];
    }
  /** `why` completes "the change was not judged: …". */
  | {
      readonly kind: 'unavailable';
      readonly why: string;
      readonly help: string;
      /** Absent: what the base claims is not known either. */
      readonly claimsRemoved?: readonly WeakenedClaim[];
    };
