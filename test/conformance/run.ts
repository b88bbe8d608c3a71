import { existsSync } from 'node:fs';
import { runConformance } from './run-conformance.ts';

const directory = process.env['CONFORMANCE_DIR'];
if (directory === undefined || !existsSync(directory)) {
  console.error(
    directory === undefined
      ? 'set CONFORMANCE_DIR to the folder that holds the corpora'
      : `CONFORMANCE_DIR names \`${directory}\`, which does not exist`,
  );
  process.exitCode = 1;
} else {
  const { lines, exitCode } = runConformance(directory);
  console.log(lines.join('\n'));
  process.exitCode = exitCode;
}
