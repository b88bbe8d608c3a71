import { MUTANTS } from './mutants.ts';
import { runMutants } from './run-mutants.ts';

const words = process.argv.slice(2).map((word) => word.toLowerCase());
const chosen = MUTANTS.filter(({ name, file }) =>
  words.every((word) => `${name} ${file}`.toLowerCase().includes(word)),
);
const { lines, exitCode } = await runMutants(process.cwd(), chosen, console.log);
console.log(lines.join('\n'));
process.exitCode = exitCode;
