// Rebuilds dist/ from src/.
import { join } from 'node:path';
import { bundleInto, root } from './bundle.mjs';

bundleInto(join(root, 'dist'));
