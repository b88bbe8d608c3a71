import { warning } from '@actions/core';
import type { Layout } from './read-layout.ts';
import type { RenderedReport } from './render-for-github.ts';
import { writeText } from './workspace-path.ts';
import type { Outputs } from './write-outputs.ts';

/** Writes the JSON report, the comment, and the files the workflow asks for; gives the paths of those that are there. */
export function writeFiles(
  { occasion, inFormat }: RenderedReport,
  { reportFile, commentFile, reportFiles }: Layout,
): Pick<Outputs, 'report' | 'comment' | 'sarif'> {
  const written = reportFiles.map(({ format, file }) => ({ format, file: write(file, inFormat(format)) }));
  return {
    report: write(reportFile, inFormat('json')),
    comment: write(commentFile, occasion.body),
    sarif: written.find(({ format }) => format === 'sarif')?.file ?? '',
  };
}

/** The file's path, or nothing, with a warning, where it could not be written: that never changes the verdict. */
function write(file: string, text: string): string {
  const reason = writeText(file, text);
  if (reason === undefined) return file;
  warning(`the report ${file} cannot be written: ${reason}`);
  return '';
}
