import type { FindingCode } from '../findings/catalogue.ts';

/** A mistake in a document, at the characters [start, end) of the text that was parsed. */
export interface Problem {
  readonly code: Extract<FindingCode, 'syntax-error' | 'duplicate-key' | 'nesting-too-deep'>;
  readonly message: string;
  readonly help?: string;
  readonly start: number;
  readonly end: number;
  readonly related?: { readonly start: number; readonly end: number; readonly message: string };
}
