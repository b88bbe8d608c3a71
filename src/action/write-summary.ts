import { summary, warning } from '@actions/core';

/** Appends to the job summary; where there is none, the log has said it all. */
export async function writeSummary(markdown: string): Promise<void> {
  try {
    await summary.addRaw(markdown, true).write();
  } catch (error) {
    warning(`the job summary cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
