import type { Finding } from '../findings/finding.ts';
import { below, type KeyPath, type SourceRef, underlining } from '../source/source-ref.ts';
import { findingAt } from './finding-at.ts';
import { type Fields, fieldOf, isFields, listOf } from './manifest-object.ts';

const PARTS: readonly string[] = ['matchLabels', 'matchExpressions'];

/** Selectors that are empty because their parts stand beside them, and the strayed keys those findings explain. */
export interface MisplacedSelectors {
  readonly findings: readonly Finding[];
  readonly strayPaths: readonly KeyPath[];
}

/** Looks for `podSelector:` with `matchLabels:` on the same level, at the policy and in every peer. */
export function findMisplacedSelectors(written: Fields, name: string, origin: SourceRef): MisplacedSelectors {
  const findings: Finding[] = [];
  const strayPaths: KeyPath[] = [];
  for (const place of selectorPlaces(written)) {
    const misplaced = misplacedIn(place);
    if (misplaced === undefined) continue;
    findings.push(describeMisplaced(place, misplaced, name, origin));
    strayPaths.push(...misplaced.strays.map((key) => [...place.path, key]));
  }
  return { findings, strayPaths };
}

interface SelectorPlace {
  readonly holder: Fields;
  readonly path: KeyPath;
  readonly peer?: string;
}

/** The policy itself, and its peers with a part that stands where selectors stand. */
function selectorPlaces(written: Fields): readonly SelectorPlace[] {
  const spec = fieldOf(written, 'spec');
  if (!isFields(spec)) return [];
  const places: SelectorPlace[] = [{ holder: spec, path: ['spec'] }];
  for (const [direction, side] of [
    ['ingress', 'from'],
    ['egress', 'to'],
  ] as const) {
    for (const [ruleIndex, rule] of listOf(spec[direction]).entries()) {
      for (const [peerIndex, holder] of listOf(fieldOf(rule, side)).entries()) {
        if (!isFields(holder) || !PARTS.some((part) => Object.hasOwn(holder, part))) continue;
        const peer = `peer ${peerIndex + 1} of ${direction} rule ${ruleIndex + 1}`;
        places.push({ holder, path: ['spec', direction, ruleIndex, side, peerIndex], peer });
      }
    }
  }
  return places;
}

interface Misplaced {
  /** Undefined: the policy has no `podSelector` at all. */
  readonly selector: 'podSelector' | 'namespaceSelector' | undefined;
  readonly strays: readonly string[];
}

/** The empty selector to which strayed parts belong: the last one written before them, else the first. */
function misplacedIn({ holder, peer }: SelectorPlace): Misplaced | undefined {
  const keys = Object.keys(holder);
  const strays = keys.filter((key) => PARTS.includes(key));
  const firstStray = strays[0];
  if (firstStray === undefined) return undefined;
  const empty = keys.filter((key) => isSelectorKey(key) && isEmpty(holder[key]));
  const selector = empty.findLast((key) => keys.indexOf(key) < keys.indexOf(firstStray)) ?? empty[0];
  if (selector !== undefined) return { selector: selector as NonNullable<Misplaced['selector']>, strays };
  // A peer with nothing but strayed parts selects nobody: the API server would refuse it even without them.
  return peer === undefined && !keys.includes('podSelector') ? { selector: undefined, strays } : undefined;
}

function isSelectorKey(key: string): boolean {
  return key === 'podSelector' || key === 'namespaceSelector';
}

function isEmpty(value: unknown): boolean {
  return value === null || (isFields(value) && Object.keys(value).length === 0);
}

function describeMisplaced(place: SelectorPlace, misplaced: Misplaced, name: string, origin: SourceRef): Finding {
  const { strays } = misplaced;
  const selector = misplaced.selector ?? 'podSelector';
  const stray = strays.map((key) => `\`${key}\``).join(' and ');
  const [stands, them] = strays.length === 1 ? ['stands', 'it'] : ['stand', 'them'];
  const of = place.peer === undefined ? `\`${name}\`` : `${place.peer} of \`${name}\``;
  const strayRef = underlining(below(origin, ...place.path, strays[0] ?? ''), 'key');
  const extras = {
    help: `indent ${stray} below \`${selector}\`; as it stands the API server refuses ${stray} as unknown, and a client that drops ${them} leaves ${remainder(place, selector)}`,
    example: exampleOf(place, selector, strays),
  };
  const effect = consequence(place, selector);
  if (misplaced.selector === undefined) {
    const message = `${of} has no \`podSelector\`, ${effect}: ${stray} ${stands} in its place`;
    return findingAt('selects-everything', message, strayRef, extras);
  }
  const message = `\`${selector}\` of ${of} is empty, ${effect}: ${stray} ${stands} beside it, not under it`;
  return findingAt('selects-everything', message, underlining(below(origin, ...place.path, selector), 'key'), {
    ...extras,
    related: [{ at: strayRef, message: `indent ${strays.length === 1 ? 'this' : 'these'} below \`${selector}\`` }],
  });
}

function consequence({ peer, holder }: SelectorPlace, selector: string): string {
  // API reference, NetworkPolicyPeer: a selector that is present but empty selects all; null is the same as absent.
  if (peer !== undefined && holder[selector] === null) return 'so it does not say whom it selects';
  return selector === 'podSelector' ? 'so it selects every pod of the namespace' : 'so it selects every namespace';
}

function remainder({ peer, holder }: SelectorPlace, selector: string): string {
  if (peer === undefined) return 'a policy that selects every pod of the namespace';
  if (holder[selector] === null) return 'a peer that says nothing';
  return selector === 'podSelector' ? 'a peer that is every pod' : 'a peer that is every namespace';
}

/** The lines as they should stand. */
function exampleOf({ holder, peer }: SelectorPlace, selector: string, strays: readonly string[]): string {
  const lead = peer === undefined ? '' : '- ';
  const indent = ' '.repeat(lead.length + 2);
  const lines = strays.flatMap((key) => [`${indent}${key}:`, ...yamlLines(holder[key], `${indent}  `)]);
  return [`${lead}${selector}:`, ...lines].join('\n');
}

function yamlLines(value: unknown, indent: string): readonly string[] {
  if (isFields(value))
    return Object.entries(value).map(([key, field]) => `${indent}${yamlScalar(key)}: ${yamlScalar(field)}`);
  return listOf(value).map((item) => `${indent}- ${yamlScalar(item)}`);
}

/** Flow style, which is JSON, for whatever is not a plain word. */
function yamlScalar(value: unknown): string {
  const isPlainWord =
    typeof value === 'string' && /^[A-Za-z][\w./-]*$/.test(value) && !YAML_WORDS.has(value.toLowerCase());
  if (isPlainWord) return value;
  // Labels are strings: a number or boolean was meant as one.
  return JSON.stringify(typeof value === 'object' && value !== null ? value : String(value ?? ''));
}

const YAML_WORDS: ReadonlySet<string> = new Set(['true', 'false', 'null', 'yes', 'no', 'on', 'off', 'y', 'n']);
