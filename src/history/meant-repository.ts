import path from 'node:path';
import { type Repository, repositoriesBelow, repositoryAround } from './find-repository.ts';
import { checkedOutIn, type Scratch } from './open-history.ts';

/** What tells the repository of an event from others in a workspace. */
export interface MeantRequest {
  /** The folder of the run's workspace, absolute. */
  readonly folder: string;
  /** The folder in it that paths start from. */
  readonly base: string;
  /** The commits that the event is about. */
  readonly eventCommits: readonly string[];
}

/**
 * The repository that the event is about, known by the commit that is checked out there; else the one around the folder
 * that paths start from, else the only one.
 */
export function meantRepository(
  { folder, base, eventCommits }: MeantRequest,
  scratch: Scratch,
): { readonly repository: Repository; readonly isMeant: boolean } | undefined {
  const around = repositoryAround(path.join(folder, base), folder);
  const isMeant = (each: Repository): boolean => eventCommits.includes(checkedOutIn(each, scratch) ?? '');
  if (around !== undefined && isMeant(around)) return { repository: around, isMeant: true };
  const below = repositoriesBelow(folder);
  const meant = below.find(isMeant);
  if (meant !== undefined) return { repository: meant, isMeant: true };
  const other = around ?? (below.length === 1 ? below[0] : undefined);
  return other && { repository: other, isMeant: false };
}
