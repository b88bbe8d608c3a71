import { NO_ASSUMPTIONS } from '../cluster/assumptions.ts';
import { type Choice, chooseClaims, type Section, sentencesOf } from '../drafting/choose-claims.ts';
import { draftClaims } from '../drafting/draft-claims.ts';
import { namePods } from '../drafting/name-pods.ts';
import { type SuiteHead, writeSuite } from '../drafting/write-suite.ts';
import type { CheckReport, ConnectivityReport } from '../findings/report.ts';
import type { Workspace } from '../manifests/workspace.ts';
import { cidrsOf } from '../sets/cidrs-of.ts';
import { exposeWorld } from './expose-world.ts';
import { openFiles } from './open-files.ts';
import { patternsFrom } from './patterns-from.ts';
import { readWorld, type World } from './read-world.ts';
import type { GateRequest } from './request.ts';
import { check, connectivity } from './run-gate.ts';
import { manifestsOfRequest } from './world-of-suite.ts';

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
  const namespace = request.namespace ?? onlyNamespace(world);
  const head = headOf(request, namespace);
  const draft = draftClaims({
    cluster: world.cluster,
    engine: world.engine,
    exposure: exposeWorld(world),
    names: namePods(world.cluster, namespace),
  });
  const candidates = sentencesOf(draft);
  if (candidates.length === 0) return nothing(request, world);
  const holding = holdingIn(judgeText(writeSuite(head, listing(candidates)), request, head));
  let choice = chooseClaims(draft, (sentence) => holding.has(sentence));
  // What is left out can change what the rest is judged in, so that the last judgement is about the text as it is.
  for (;;) {
    if (choice.sections.every(({ paragraphs }) => paragraphs.length === 0)) return nothing(request, world);
    const text = writeSuite(head, choice);
    const report = judgeText(text, request, head);
    const held = holdingIn(report);
    if (held.size === report.claims.length) return { kind: 'drafted', text, report };
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

/** The namespace of all workloads, if a suite for it means the same objects. */
function onlyNamespace({ resources }: World): string | undefined {
  const { workloads, networkPolicies, services, routes, gateways, opaquePolicies } = resources;
  const [only, ...others] = new Set(workloads.map(({ namespace }) => namespace));
  if (only === undefined || others.length > 0) return undefined;
  // Objects that name no namespace have landed in `default`, and would land elsewhere with the suite.
  const landed = [networkPolicies, services, routes, gateways, opaquePolicies].flat();
  return only === 'default' || landed.every(({ namespace }) => namespace !== 'default') ? only : undefined;
}

function headOf(request: DraftRequest, namespace: string | undefined): SuiteHead {
  const { manifests, base, suite, dataplane, podCIDRs } = request;
  const isPiped = manifests.includes('-');
  const named = isPiped ? [] : patternsFrom(manifests, base, folderOf(suite));
  return {
    command: request.command,
    ...(named.length > 0 && { manifests: [...named, ...withoutItself(request)] }),
    ...(namespace !== undefined && { namespace }),
    ...(dataplane !== undefined && { dataplane }),
    ...(podCIDRs !== undefined && { podCIDRs: cidrsOf(podCIDRs) }),
  };
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
  const why = isGoverned
    ? 'the manifests decide nothing about the workloads that policies select'
    : 'no policy selects a workload, so that everything is open';
  return { kind: 'nothing', why, report: connectivity(request) };
}

function folderOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
}
