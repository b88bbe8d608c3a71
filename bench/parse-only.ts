import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { openWorkspace } from '../src/manifests/open-workspace.ts';

// A program: milliseconds to parse every file of the working directory with `yaml` and do nothing else.

const files = openWorkspace(process.cwd()).list();
const started = performance.now();
let documents = 0;
for (const { file } of files) documents += parseAllDocuments(readFileSync(file, 'utf8')).length;
const milliseconds = performance.now() - started;
if (documents < files.length) throw new Error('there is a file without a document');
process.stdout.write(JSON.stringify({ milliseconds }));
