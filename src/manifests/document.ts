import type { Finding } from '../findings/finding.ts';
import type { Remark } from './remark.ts';

/** One YAML or JSON document as plain data, with the types that kubectl's decoder would give its scalars. */
export interface ManifestDocument {
  readonly file: string;
  /** Index in the file, from 0; comment-only documents count too. */
  readonly document: number;
  /** Plain objects, arrays, strings, numbers, booleans and null; merge keys and aliases resolved. */
  readonly value: unknown;
  /** Set where Helm's own comment says that it comes from `crds/` of a chart. */
  readonly isOfCrds?: true;
}

/** What reading one file gave: the documents that could be read and a finding for each that could not. */
export interface ManifestFile {
  readonly file: string;
  readonly documents: readonly ManifestDocument[];
  /** How many documents stand in the file, readable or not; comment-only ones left out. */
  readonly documentCount: number;
  readonly findings: readonly Finding[];
  /** Comments that speak to the gate; absent: none. */
  readonly remarks?: readonly Remark[];
  /** Set where the whole file is passed over for a good reason, e.g. `Helm template, not rendered`. */
  readonly ignored?: string;
}
