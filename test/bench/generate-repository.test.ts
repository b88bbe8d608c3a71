import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { failingAmong } from '../../bench/choose-claims.ts';
import { generateRepository } from '../../bench/generate-repository.ts';
import { checkGenerated, textsOf } from './check-generated.ts';

const kinds = (texts: Readonly<Record<string, string>>): ReadonlySet<unknown> =>
  new Set(Object.values(texts).flatMap((text) => parseAllDocuments(text).map((document) => document.get('kind'))));

describe('a generated repository', () => {
  it('is the same for the same seed, and another for another', () => {
    const size = { workloads: 60, claims: 50 };
    const texts = textsOf(generateRepository({ ...size, seed: 1 }));
    expect(textsOf(generateRepository({ ...size, seed: 1 }))).toEqual(texts);
    expect(textsOf(generateRepository({ ...size, seed: 2 }))).not.toEqual(texts);
  });

  it('is YAML without mistakes, with as many workloads as asked for and much beside', () => {
    const texts = textsOf(generateRepository({ workloads: 130, claims: 10, seed: 3 }));
    for (const [file, text] of Object.entries(texts)) {
      expect([file, parseAllDocuments(text).flatMap(({ errors, warnings }) => [...errors, ...warnings])]).toEqual([
        file,
        [],
      ]);
    }
    const workloads = Object.keys(texts).filter((file) => /\/(web|api|worker|cache|db)-\d+\.yaml$/.test(file));
    expect(workloads).toHaveLength(130);
    expect([...kinds(texts)]).toEqual(
      expect.arrayContaining([
        'Deployment',
        'Service',
        'Ingress',
        'NetworkPolicy',
        'ConfigMap',
        'CustomResourceDefinition',
      ]),
    );
  });

  it.each([
    { workloads: 1, claims: 60, seed: 4 },
    { workloads: 40, claims: 120, seed: 5 },
    { workloads: 130, claims: 300, seed: 6 },
  ])('is clean, and of its claims one in fifty fails: $workloads workloads', (size) => {
    const fails = failingAmong(size.claims);
    expect(fails).toBeGreaterThan(0);
    expect(checkGenerated(generateRepository(size))).toEqual({
      exitCode: 1,
      summary: { claims: size.claims, holds: size.claims - fails, fails, undecided: 0, invalid: 0, waived: 0 },
      findings: [],
    });
  });
});
