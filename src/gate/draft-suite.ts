import { NO_ASSUMPTIONS } from '../cluster/assumptions.ts';
import { type Choice, chooseClaims, type Ruling, type Section, sentencesOf } from '../drafting/choose-claims.ts';
import { draftClaims } from '../drafting/draft-claims.ts';
import { namePods } from '../drafting/name-pods.ts';
import { nameRanges } from '../drafting/name-ranges.ts';
import { type SuiteHead, writeSuite } from '../drafting/write-suite.ts';
import type { CheckReport, ClaimReport, ConnectivityReport } from '../findings/report.ts';
import type { Workspace } from '../manifests/workspace.ts';
import { cidrsOf } from '../sets/cidrs-of.ts';
import { exposeWorld } from './expose-world.ts';
import { openFiles } from './open-files.ts';
import { patternsFrom } from './patterns-from.ts';
import { readWorld, type World } from './read-world.ts';
import type { GateRequest } from './request.ts';
import { check, connectivity } from './run-gate.ts';
import { manifestsOfRequest } from './worlds-of-suite.ts';

/** What a first suite is drafted from. */
export interface DraftRequest extends GateRequest {
  /** Where the suite is to be, relative to the workspace root. */
  readonly suite: string;
  /** The command that checks it, for its heading. */
  readonly command: string;
}

/** A suite whose claims hold, with what the gate says of it; or why there is none, with what it says of the manifests. */
export type DraftReport =
  | { readonly kind: 'drafted'; readonly text: string; readonly report: CheckReport }
  | { readonly kind: 'nothing'; readonly why: string; readonly report: ConnectivityReport };

/** Drafts a suite from what the manifests do today, and keeps of it what the gate itself judges to hold. */
export function draftSuite(request: DraftRequest): DraftReport {
  const world = worldOf(request, request.namespace ?? 'default');
  const namespace = request.namespace ?? mainNamespace(world);
  const ranges = nameRanges(world.cluster);
  const head = headOf(request, namespace, ranges.definitions);
  const draft = draftClaims({
    cluster: world.cluster,
    engine: world.engine,
    exposure: exposeWorld(world),
    names: namePods(world.cluster, namespace, ranges),
  });
  const candidates = sentencesOf(draft);
  if (candidates.length === 0) return nothing(request, world);
  const rulings = rulingsIn(judgeText(writeSuite(head, listing(candidates)), request, head));
  let choice = chooseClaims(draft, (sentence) => rulings.get(sentence) ?? { kind: 'other' });
  let red = false;
  // What is left out can change what the rest is judged in, so that the last judgement is about the text as it is.
  for (;;) {
    if (choice.sections.every(({ paragraphs }) => paragraphs.length === 0)) return nothing(request, world);
    const text = writeSuite({ ...withoutUnused(head, choice), red }, choice);
    const report = judgeText(text, request, head);
    const held = holdingIn(report);
    // The heading says what `check` says of the manifests, too.
    const isTold = red || report.exitCode === 0;
    if (held.size === report.claims.length && isTold) return { kind: 'drafted', text, report };
    if (held.size === report.claims.length) red = true;
    choice = { ...choice, sections: choice.sections.map((section) => keep(section, held)) };
  }
}

/** The world that the suite will be about, with the cluster's resolver in it, of which claims may speak. */
function worldOf(request: DraftRequest, namespace: string): World {
  const files = openFiles(request.workspace, new Map());
  const { dataplane, podCIDRs } = request;
  return readWorld(files, {
    name: 'manifests',
    files: manifestsOfRequest(request, files).files,
    named: request.manifests.length > 0,
    namespace,
    assumptions: { ...NO_ASSUMPTIONS, ...(dataplane && { dataplane }), ...(podCIDRs && { podCIDRs }) },
    addressCuts: [],
    wants: { nodes: false, dns: true },
  });
}

/** The namespace of most workloads, if a suite for it means the same objects. */
function mainNamespace({ resources }: World): string | undefined {
  const { workloads, networkPolicies, services, routes, gateways, opaquePolicies } = resources;
  const counts = new Map<string, number>();
  for (const { namespace } of workloads) counts.set(namespace, (counts.get(namespace) ?? 0) + 1);
  const [main] = [...counts].find(([, count]) => 2 * count > workloads.length) ?? [];
  // Objects that name no namespace have landed in `default`, and would land elsewhere with the suite.
  const landed = [workloads, networkPolicies, services, routes, gateways, opaquePolicies].flat();
  return main === 'default' || landed.every(({ namespace }) => namespace !== 'default') ? main : undefined;
}

function headOf(request: DraftRequest, namespace: string | undefined, define: SuiteHead['define']): SuiteHead {
  const { manifests, base, suite, dataplane, podCIDRs } = request;
  const isPiped = manifests.includes('-');
  const named = isPiped ? [] : patternsFrom(manifests, base, folderOf(suite));
  return {
    command: request.command,
    red: false,
    define,
    ...(named.length > 0 && { manifests: [...named, ...withoutItself(request)] }),
    ...(namespace !== undefined && { namespace }),
    ...(dataplane !== undefined && { dataplane }),
    ...(podCIDRs !== undefined && { podCIDRs: cidrsOf(podCIDRs) }),
  };
}

/** A definition that no claim uses is noise. */
function withoutUnused(head: SuiteHead, { sections }: Choice): SuiteHead {
  const sentences = sections.flatMap(({ paragraphs }) => paragraphs.flatMap((one) => one.sentences));
  return { ...head, define: head.define.filter(({ name }) => sentences.some((sentence) => sentence.includes(name))) };
}

/** A suite that its own patterns pick is no manifest. */
function withoutItself(request: DraftRequest): readonly string[] {
  const files = openFiles(withFile(request.workspace, request.suite, ''), new Map());
  const isPicked = manifestsOfRequest(request, files).files.includes(request.suite);
  return isPicked ? [`!${request.suite.slice(request.suite.lastIndexOf('/') + 1)}`] : [];
}

function judgeText(text: string, { workspace, base, manifests, suite }: DraftRequest, head: SuiteHead): CheckReport {
  return check({
    workspace: withFile(workspace, suite, text),
    base,
    manifests: head.manifests === undefined ? manifests : [],
    suites: [`/${suite}`],
    sentences: [],
    failOn: 'error',
    today: '9999-12-31',
  });
}

function withFile(workspace: Workspace, file: string, text: string): Workspace {
  const others = workspace.list().filter((entry) => entry.file !== file);
  const entries = [...others, { file, size: text.length }].sort((a, b) => (a.file < b.file ? -1 : 1));
  return { list: () => entries, read: (name) => (name === file ? { kind: 'text', text } : workspace.read(name)) };
}

function rulingsIn({ claims }: CheckReport): ReadonlyMap<string, Ruling> {
  return new Map(claims.map((claim) => [claim.sentence, rulingOf(claim)]));
}

function rulingOf({ status, message, help }: ClaimReport): Ruling {
  const [, why] = /, because (.*)$/s.exec(message) ?? [];
  if (status === 'undecided' && why !== undefined && help !== undefined) return { kind: status, why, settle: help };
  return { kind: status === 'holds' ? 'holds' : 'other' };
}

function holdingIn({ claims }: CheckReport): ReadonlySet<string> {
  return new Set(claims.filter(({ status }) => status === 'holds').map(({ sentence }) => sentence));
}

function listing(sentences: readonly string[]): Choice {
  return { sections: [{ namespace: '', paragraphs: [{ paragraph: 'ingress', sentences }] }], remarks: [] };
}

function keep(section: Section, held: ReadonlySet<string>): Section {
  const paragraphs = section.paragraphs
    .map(({ paragraph, sentences }) => ({ paragraph, sentences: sentences.filter((sentence) => held.has(sentence)) }))
    .filter(({ sentences }) => sentences.length > 0);
  return { ...section, paragraphs };
}

function nothing(request: DraftRequest, { cluster, engine }: World): DraftReport {
  const isGoverned = cluster.endpoints.some(
    ({ kind }, index) =>
      kind === 'pod' && (['ingress', 'egress'] as const).some((side) => engine.governing(index, side).length > 0),
  );
  const hasPods = cluster.endpoints.some((endpoint) => endpoint.kind === 'pod' && !endpoint.assumed);
  const why = !hasPods
    ? 'there are no workloads, and nothing that could be claimed of pods to come holds'
    : isGoverned
      ? 'the manifests decide nothing about the workloads that policies select'
      : 'no policy selects a workload, so that everything is open';
  return { kind: 'nothing', why, report: connectivity(request) };
}

function folderOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
}
