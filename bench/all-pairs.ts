import { isEmpty } from '../src/sets/interval-set.ts';
import { buildWorld, readFolder } from './step-through-check.ts';

// A program: milliseconds that a fresh engine takes for the verdict on every pair of endpoints of the working directory.

const { cluster, engine } = buildWorld(readFolder(process.cwd()));
const count = cluster.endpoints.length;
const started = performance.now();
let open = 0;
for (let from = 0; from < count; from += 1) {
  for (let to = 0; to < count; to += 1) {
    if (!isEmpty(engine.verdict(from, to).allowed)) open += 1;
  }
}
const milliseconds = performance.now() - started;
process.stdout.write(JSON.stringify({ milliseconds, pairs: count * count, open }));
