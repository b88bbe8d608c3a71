/** The runner's limit for a job summary, in bytes; one byte more and nothing of it is shown. */
const summaryLimit = 1024 * 1024;

/** What the runner would show of a step's summary, and the error it reports where it shows nothing. */
export interface SummaryUpload {
  readonly summary: string;
  readonly refusal?: string;
}

/** Applies the limit of a job summary (FileCommandManager.cs). */
export function uploadSummary(content: Buffer): SummaryUpload {
  if (content.byteLength <= summaryLimit) return { summary: content.toString('utf8') };
  const limit = summaryLimit / 1024;
  const size = Math.floor(content.byteLength / 1024);
  const refusal = `$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of ${limit}k, got ${size}k.`;
  return { summary: '', refusal };
}

/** Reads a GITHUB_OUTPUT file: `name=value` or `name<<DELIMITER` … `DELIMITER`; throws where the runner fails the step. */
export function readOutputs(text: string): Readonly<Record<string, string>> {
  const outputs: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (line === '') continue;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      outputs[nameBefore(line, equals)] = line.slice(equals + 1);
    } else if (heredoc >= 0) {
      const end = endOfHeredoc(lines, index, line.slice(heredoc + 2));
      outputs[nameBefore(line, heredoc)] = lines.slice(index + 1, end).join('\n');
      index = end;
    } else {
      throw new Error(`Invalid format '${line}'`);
    }
  }
  return outputs;
}

function nameBefore(line: string, index: number): string {
  if (index === 0) throw new Error(`Invalid format '${line}'. Name must not be empty`);
  return line.slice(0, index);
}

function endOfHeredoc(lines: readonly string[], start: number, delimiter: string): number {
  if (delimiter === '') throw new Error(`Invalid format '${lines[start]}'. Delimiter must not be empty`);
  const end = lines.indexOf(delimiter, start + 1);
  if (end < 0) throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`);
  return end;
}
