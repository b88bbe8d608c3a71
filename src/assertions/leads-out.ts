import type { Finding } from '../findings/finding.ts';
import type { SourceRef } from '../source/source-ref.ts';

/** The finding for a path that no file of the workspace can have. */
export function leadsOut(path: string, at: SourceRef): Finding {
  return {
    code: 'link-leaves-workspace',
    severity: 'error',
    message: `\`${path}\` leads out of the workspace`,
    help: 'name something below the workspace; a leading `/` stands for its root',
    at,
  };
}
