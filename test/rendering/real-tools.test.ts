import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TOOLS } from '../support/real-tools.ts';

describe('the real tools', () => {
  it('run from the package that brings them', () => {
    const helm = execFileSync(join(TOOLS.helm, 'helm'), ['version', '--short'], { encoding: 'utf8' });
    expect(helm).toMatch(/^v\d+\.\d+\.\d+/);
    const kubectl = execFileSync(join(TOOLS.kubectl, 'kubectl'), ['version', '--client'], { encoding: 'utf8' });
    expect(kubectl).toMatch(/Kustomize Version: v\d+\.\d+\.\d+/);
  });
});
