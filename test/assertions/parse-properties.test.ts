import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Claim } from '../../src/assertions/claim.ts';
import { parseClaim } from '../../src/assertions/parse-claim.ts';
import { RESERVED_WORDS } from '../../src/assertions/parse-group.ts';
import { formatClaim } from './format-claim.ts';

/** The claim of a sentence that is in the language. */
function claimOf(sentence: string): Claim {
  const parsed = parseClaim(sentence);
  if (parsed.kind === 'problem') throw new Error(`${sentence}: ${parsed.message}`);
  return parsed.claim;
}

const name = fc
  .stringMatching(/^[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,4})?$/)
  .filter((text) => text !== 'expect' && !RESERVED_WORDS.has(text));
const requirement = fc.oneof(
  fc.tuple(name, name).map(([key, value]) => `${key}=${value}`),
  fc.tuple(name, name).map(([key, value]) => `${key}!=${value}`),
  fc.tuple(name, name, name).map(([key, a, b]) => `${key} in (${a}, ${b})`),
  fc.tuple(name, name, name).map(([key, a, b]) => `${key} notin (${a}, ${b})`),
  name,
  name.map((key) => `!${key}`),
);
const selector = fc.array(requirement, { minLength: 1, maxLength: 3 }).map((all) => all.join(','));
const scope = fc.oneof(
  fc.constant(''),
  name.map((text) => `${text}/`),
  name.map((text) => `${text}*/`),
  selector.map((text) => `namespaces[${text}]/`),
);
const pods = fc.oneof(
  name,
  name.map((text) => `Deployment:${text}`),
  fc.constant('pods'),
  selector.map((text) => `pods[${text}]`),
);
const podTerm = fc.tuple(fc.constantFrom('', 'any '), scope, pods).map((parts) => parts.join(''));
const term = fc.oneof(
  { weight: 4, arbitrary: podTerm },
  { weight: 1, arbitrary: fc.constantFrom('internet', 'external', 'nodes', 'dns', '10.0.0.0/8', '192.0.2.1') },
);
const group = fc
  .tuple(fc.array(term, { minLength: 1, maxLength: 3 }), fc.array(term, { maxLength: 2 }))
  .map(([terms, except]) => [terms.join(' | '), ...(except.length > 0 ? [except.join(' | ')] : [])].join(' except '));
const port = fc.oneof(
  fc.integer({ min: 1, max: 65535 }).map((number) => `${number}/tcp`),
  fc.integer({ min: 1, max: 65000 }).map((number) => `${number}-${number + 535}/udp`),
  fc.constantFrom('http/tcp', 'grpc-web/sctp', '*', '*/udp'),
);
const target = fc
  .tuple(term, fc.constantFrom(':', ':only '), fc.array(port, { maxLength: 3 }))
  .map(([text, sign, ports]) => (ports.length === 0 ? text : `${text}${sign}${ports.join(',')}`));
const sentence = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('', 'only '),
      group,
      fc.constantFrom('', 'only '),
      fc.array(target, { minLength: 1, maxLength: 3 }),
    )
    .map(([onlyFrom, from, onlyTo, targets]) => `${onlyFrom}${from} --> ${onlyTo}${targets.join(' | ')}`),
  fc
    .tuple(group, fc.constantFrom('-/->', '<-->', '<-/->'), fc.array(term, { minLength: 1, maxLength: 3 }))
    .map(([from, arrow, targets]) => `${from} ${arrow} ${targets.join(' | ')}`),
  fc.tuple(group, fc.constantFrom('', ' ingress', ' egress')).map(([of, direction]) => `${of} isolated${direction}`),
);

describe('the parser', () => {
  it('reads back what it would write, for every sentence of the language', () => {
    fc.assert(
      fc.property(sentence, (text) => {
        expect(formatClaim(claimOf(text))).toBe(text);
      }),
    );
  });

  it('never throws, and underlines a stretch that begins in the text or at its end', () => {
    const pieces = fc.constantFrom(
      'web',
      ' ',
      '-->',
      '-/->',
      '|',
      ':',
      '/',
      ',',
      '[',
      ']',
      'pods',
      'only',
      'except',
      '!',
      '=',
      '-',
      '>',
      '<',
      '*',
      '{',
      '}',
      '::',
      '10.0.0.1',
      'é',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (any) => {
        const parsed = parseClaim(any);
        if (parsed.kind === 'problem') {
          expect(parsed.stretch.start).toBeGreaterThanOrEqual(0);
          expect(parsed.stretch.start).toBeLessThanOrEqual(any.length);
          expect(parsed.stretch.end).toBeGreaterThanOrEqual(parsed.stretch.start);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['-'.repeat(200_000)],
    [':'.repeat(200_000)],
    ['{'.repeat(200_000)],
    ['a '.repeat(100_000)],
    ['1.'.repeat(100_000)],
    ['=-'.repeat(100_000)],
  ])('takes no longer than its length on hostile text', (text) => {
    const start = performance.now();
    parseClaim(text);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
