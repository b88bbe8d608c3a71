/** What became of one input file, so that nothing is skipped in silence. */
export interface LedgerEntry {
  readonly file: string;
  readonly documents: number;
  /** Ids of the objects that bear on the verdict, e.g. `shop/Deployment:db`. */
  readonly used: readonly string[];
  /** The rendering that the file is judged in; absent: it is judged as it is written. */
  readonly renderedInto?: string;
  readonly ignored: readonly { readonly what: string; readonly why: string }[];
}
