import { setFlagsFromString } from 'node:v8';
import { runAction } from './run-action.ts';

// As in the command line (decision 51).
setFlagsFromString('--semi-space-growth-factor=1');

process.exitCode = await runAction(process.env);
