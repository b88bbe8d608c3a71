import type { Assumptions } from '../cluster/assumptions.ts';
import { buildCluster } from '../cluster/build-cluster.ts';
import { checkAssumptions } from '../cluster/check-assumptions.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { type DataplaneProfile, profileOf } from '../cluster/dataplane-profile.ts';
import { createEngine } from '../connectivity/create-engine.ts';
import type { Engine } from '../connectivity/decision.ts';
import { addressCutsOfDoors } from '../exposure/source-ranges.ts';
import { isLint } from '../findings/catalogue.ts';
import type { Finding } from '../findings/finding.ts';
import type { LedgerEntry } from '../findings/ledger.ts';
import { lintWorld } from '../lints/lint-world.ts';
import type { Remark } from '../manifests/remark.ts';
import { compilePolicies } from '../policies/compile-policies.ts';
import { readResources } from '../resources/read-resources.ts';
import type { Resources } from '../resources/resources.ts';
import type { AddressSet } from '../sets/address-set.ts';
import { adviseRendering } from './advise-rendering.ts';
import { once } from './once.ts';
import type { Files } from './open-files.ts';
import { refuseTemplate } from './refuse-template.ts';

/** One cluster to be: its manifests, what is assumed about it, and the engine that answers questions about it. */
export interface World {
  /** For reports; `manifests` where a suite knows only one world. */
  readonly name: string;
  readonly resources: Resources;
  readonly cluster: Cluster;
  readonly engine: Engine;
  /** Where nodes have their addresses, as far as that is assumed. */
  readonly nodeCIDRs?: AddressSet;
  readonly findings: readonly Finding[];
  /** What is accepted but hardly meant; settings and comments are not yet applied. Worked out when somebody asks. */
  readonly lints: () => readonly Finding[];
  /** Comments in the manifests that speak to the gate. */
  readonly remarks: readonly Remark[];
}

/** What makes a world. */
export interface WorldRequest {
  readonly name: string;
  /** Relative to the workspace root, sorted. */
  readonly files: readonly string[];
  /** The files that `files` were rendered from; absent: none was rendered. */
  readonly sources?: readonly string[];
  /** Whether somebody named these files as the cluster's manifests, rather than leaving it to the default. */
  readonly named: boolean;
  /** Where objects without a namespace land. */
  readonly namespace: string;
  /** Whether helm installs the objects, which surely puts them there. */
  readonly isInstalled?: boolean;
  readonly assumptions: Assumptions;
  /** How the cluster reads what the API leaves open; absent: as the assumed plugin does. */
  readonly profile?: DataplaneProfile;
  readonly addressCuts: readonly AddressSet[];
  readonly wants: { readonly nodes: boolean; readonly dns: boolean };
}

/** Reads the manifests of a world and builds its cluster; what could not be read is in the findings. */
export function readWorld(files: Files, request: WorldRequest): World {
  const { assumptions } = request;
  const { resources, remarks, findings } = readManifests(files, request);
  const profile = request.profile ?? profileOf(assumptions.dataplane);
  const layers = compilePolicies(resources, profile);
  const cluster = buildCluster({
    resources,
    assumptions,
    layers,
    profile,
    addressCuts: [...request.addressCuts, ...addressCutsOfDoors(resources)],
    wants: request.wants,
  });
  const engine = createEngine(cluster);
  return {
    name: request.name,
    resources,
    cluster,
    engine,
    ...(assumptions.nodeCIDRs && { nodeCIDRs: assumptions.nodeCIDRs }),
    // Nobody asks for those of a base.
    lints: once(() => [
      ...resources.findings.filter(({ code }) => isLint(code)),
      ...lintWorld({ resources, cluster, engine, assumptions }),
    ]),
    remarks,
    findings: [...findings, ...checkAssumptions(assumptions, resources)],
  };
}

/** What the manifests say. The documents themselves are needed no longer when this returns, and are most of the memory. */
function readManifests(files: Files, request: WorldRequest): Pick<World, 'resources' | 'remarks' | 'findings'> {
  const { sources = [] } = request;
  const read = files.manifests(request.files);
  const own = readResources(read, request);
  const findings = adviseRendering(
    [...read.flatMap((file) => file.findings), ...own.findings.filter(({ code }) => !isLint(code))],
    read,
    files.names,
  );
  return {
    resources: { ...own, ledger: [...own.ledger, ...sourceLedger(sources, request.files)] },
    remarks: files.remarks(request.files, sources),
    findings: findings.map((finding) => (request.named ? refuseTemplate(finding) : finding)),
  };
}

/** The files that a world was rendered from: only what came of them bears on the verdict. */
function sourceLedger(sources: readonly string[], rendered: readonly string[]): readonly LedgerEntry[] {
  const [renderedInto] = rendered;
  if (renderedInto === undefined) return [];
  return sources.map((file) => ({
    file,
    documents: 0,
    used: [],
    ignored: [],
    renderedInto,
  }));
}
