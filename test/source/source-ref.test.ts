import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { below, type PathRef } from '../../src/source/source-ref.ts';

const root = (file: string): PathRef => ({ kind: 'path', file, document: 0, path: [] });
// A list index and a key that reads like it are two things.
const anyKeys = fc.array(fc.constantFrom('spec', 'from', '__proto__', '0', '1', 0, 1), { maxLength: 5 });

describe('a reference below another', () => {
  it('has the keys of both, and leaves the other as it was', () => {
    fc.assert(
      fc.property(anyKeys, anyKeys, (outer, inner) => {
        const above = below(root('a.yaml'), ...outer);
        expect(below(above, ...inner)).toEqual({ ...root('a.yaml'), path: [...outer, ...inner] });
        expect(above).toEqual({ ...root('a.yaml'), path: outer });
      }),
    );
  });

  it('shares its path with the references of other files that have the same', () => {
    const [a, b] = ['a.yaml', 'b.yaml'].map((file) => below(below(root(file), 'spec', 'ingress'), 0) as PathRef);
    expect(b?.path).toBe(a?.path);
    expect((below(root('a.yaml'), 'spec', 'ingress', '0') as PathRef).path).not.toBe(a?.path);
  });
});
