import { type FindingCode, severityOf } from '../findings/catalogue.ts';
import type { Finding } from '../findings/finding.ts';
import type { SourceRef } from '../source/source-ref.ts';

type Extras = Pick<Finding, 'help' | 'example' | 'related'> & { readonly severity?: Finding['severity'] };

/** Takes the findings of a stage as they are made. */
export type FindingSink = (finding: Finding) => void;

/** A finding with the severity of its code, unless `extras` gives another. */
export function findingAt(code: FindingCode, message: string, at: SourceRef, extras: Extras = {}): Finding {
  return { code, severity: severityOf(code), message, at, ...extras };
}
