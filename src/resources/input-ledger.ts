import type { LedgerEntry } from '../findings/ledger.ts';
import type { ManifestFile } from '../manifests/document.ts';
import { trimmed } from './trimmed.ts';

/** What becomes of the documents of one file, as it is decided. */
export interface FileAccount {
  readonly use: (id: string) => void;
  readonly ignore: (what: string, why: string) => void;
  readonly close: () => LedgerEntry;
}

/** Opens the account of a file with what is already decided: that it is passed over, or documents that cannot be read. */
export function openAccount(file: ManifestFile): FileAccount {
  const used: string[] = [];
  const ignored: { what: string; why: string }[] = [];
  const unread = file.documentCount - file.documents.length;
  if (file.ignored !== undefined) ignored.push({ what: 'the file', why: file.ignored });
  else if (unread > 0)
    ignored.push({ what: unread === 1 ? 'a document' : `${unread} documents`, why: 'cannot be read' });
  return {
    use: (id) => used.push(id),
    ignore: (what, why) => ignored.push({ what, why }),
    close: () => ({ file: file.file, documents: file.documentCount, used: trimmed(used), ignored: trimmed(ignored) }),
  };
}
