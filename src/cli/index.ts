import { setFlagsFromString } from 'node:v8';
import { runCli } from './run-cli.ts';

// Let grow, the space for new objects takes as much memory as all else of a run, and saves no time (decision 51).
setFlagsFromString('--semi-space-growth-factor=1');

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // `| head` has read enough; the verdict is still in the exit code.
    if (error.code !== 'EPIPE') throw error;
  });
}

async function readStandardInput(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

process.exitCode = await runCli(process.argv.slice(2), {
  cwd: process.cwd(),
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: readStandardInput,
});
