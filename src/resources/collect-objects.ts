import type { Finding } from '../findings/finding.ts';
import type { LedgerEntry } from '../findings/ledger.ts';
import type { ManifestFile } from '../manifests/document.ts';
import { below, underlining } from '../source/source-ref.ts';
import { checkKustomization } from './check-kustomization.ts';
import { classifyDocument } from './classify-document.ts';
import type { NamedObject } from './find-duplicates.ts';
import { type FindingSink, findingAt } from './finding-at.ts';
import { type FileAccount, openAccount } from './input-ledger.ts';
import { type ExposureUse, isPolicyKind, type KindReading, readKind } from './kinds.ts';
import { kustomizeSettings } from './kustomize-settings.ts';
import type { ManifestObject } from './manifest-object.ts';
import { notModelled } from './opaque-dialect.ts';
import { doorNotFollowed } from './opaque-door.ts';
import { MEANT_AS_POLICY, type PolicyDialect } from './policy-dialects.ts';
import { formatId, formatIdentity, type Identity, type Landing, readIdentity } from './read-identity.ts';
import { referredWorkload } from './read-workload.ts';
import { whyWithoutPods } from './stored-object.ts';

type ReadUse = Extract<KindReading, { kind: 'read' }>['use'];

/** An object that bears on the verdict, and what it is read as. */
export interface CollectedObject extends NamedObject {
  readonly reading:
    | { readonly kind: Exclude<ReadUse, ExposureUse> }
    | { readonly kind: ExposureUse; readonly isUnserved: boolean }
    | { readonly kind: 'edge'; readonly scope: 'namespace' | 'cluster' }
    | { readonly kind: 'opaque'; readonly dialect: Extract<PolicyDialect, { kind: 'opaque' }> };
}

export interface Collected {
  readonly objects: readonly CollectedObject[];
  readonly findings: readonly Finding[];
  readonly ledger: readonly LedgerEntry[];
}

/** Sorts everything in the files into objects that bear on the verdict and the rest, of which the ledger tells why. */
export function collectObjects(files: readonly ManifestFile[], landing: Landing): Collected {
  const objects: CollectedObject[] = [];
  const findings: Finding[] = [];
  const report: FindingSink = (finding) => findings.push(finding);
  const nameIt = uniqueIdentities(landing);
  const settings = kustomizeSettings(files);
  const ledger = files.map((file) => {
    const account = openAccount(file);
    for (const document of file.documents) checkKustomization(document).forEach(report);
    const setting = settings.get(file.file);
    if (setting !== undefined) {
      account.ignore('the file', setting);
      return account.close();
    }
    for (const document of file.documents) {
      const reading = classifyDocument(document, report);
      if (reading.kind === 'passed over') account.ignore(reading.what, reading.why);
      else for (const object of reading.objects) objects.push(...sortObject(object, nameIt, account, report));
    }
    return account.close();
  });
  return { objects, findings, ledger };
}

type IdentityReader = (object: ManifestObject, isNamespaced: boolean) => Identity;

/** Identities in which made-up names are told apart by a number. */
function uniqueIdentities(landing: Landing): IdentityReader {
  const timesSeen = new Map<string, number>();
  return (object, isNamespaced) => {
    const identity = readIdentity(object, isNamespaced ? landing : undefined);
    if (identity.isNamed) return identity;
    const id = formatId(object.kind, identity);
    const times = (timesSeen.get(id) ?? 0) + 1;
    timesSeen.set(id, times);
    return times === 1 ? identity : { ...identity, name: `${identity.name}${times}` };
  };
}

function sortObject(
  object: ManifestObject,
  nameIt: IdentityReader,
  account: FileAccount,
  report: FindingSink,
): readonly CollectedObject[] {
  const kind = readKind(object);
  const identity = nameIt(object, isNamespaced(kind));
  switch (kind.kind) {
    case 'ignored':
      account.ignore(titleOf(object, identity), kind.why);
      return [];
    case 'template':
      account.ignore(titleOf(object, identity), 'a template of objects, not rendered');
      report(unrendered(object, titleOf(object, identity)));
      return [];
    case 'slip':
      report(unknownKind(object, kind.meant));
      if (isPolicyKind(kind.meant)) {
        // Whatever was meant to be a policy leaves open what it may govern.
        account.use(formatId(object.kind, identity));
        const scope = kind.meant === 'NetworkPolicy' ? 'namespace' : 'cluster';
        const dialect = { ...MEANT_AS_POLICY, scope } as const;
        return [{ object, identity, group: object.group, reading: { kind: 'opaque', dialect } }];
      }
      account.ignore(titleOf(object, identity), 'a kind that the API server does not know');
      return [];
    case 'edge':
      account.use(formatId(object.kind, identity));
      report(doorNotFollowed(object, identity));
      return [{ object, identity, group: object.group, reading: kind }];
    case 'policy':
      return sortDialect(object, identity, kind, account, report);
    case 'read':
      return sortServed(object, identity, kind, account, report);
  }
}

function titleOf({ kind }: ManifestObject, identity: Identity): string {
  return `${kind} ${formatIdentity(identity)}`;
}

const CLUSTER_SCOPED: ReadonlySet<string> = new Set<ReadUse>(['namespace', 'adminPolicy', 'frontClass']);

function isNamespaced(kind: KindReading): boolean {
  if (kind.kind === 'policy')
    return kind.dialect.kind === 'inert' || kind.dialect.scope === 'namespace' || !kind.listed;
  return kind.kind !== 'read' || !CLUSTER_SCOPED.has(kind.use);
}

function sortDialect(
  object: ManifestObject,
  identity: Identity,
  { dialect, listed }: Extract<KindReading, { kind: 'policy' }>,
  account: FileAccount,
  report: FindingSink,
): readonly CollectedObject[] {
  if (dialect.kind === 'inert') {
    account.ignore(titleOf(object, identity), dialect.why);
    if (dialect.notice === true) report(inertPolicy(object, identity, dialect.why));
    return [];
  }
  account.use(formatId(object.kind, identity));
  report(notModelled(object, identity, listed));
  return [{ object, identity, group: object.group, reading: { kind: 'opaque', dialect } }];
}

function sortServed(
  object: ManifestObject,
  identity: Identity,
  { use, group, writeInstead }: Extract<KindReading, { kind: 'read' }>,
  account: FileAccount,
  report: FindingSink,
): readonly CollectedObject[] {
  const template = referredWorkload(object);
  if (template !== undefined) {
    account.ignore(titleOf(object, identity), `its pods are made from the template of ${template}`);
    return [];
  }
  const withoutPods = use === 'workload' ? whyWithoutPods(object) : undefined;
  if (withoutPods !== undefined) {
    account.ignore(titleOf(object, identity), withoutPods);
    return [];
  }
  account.use(formatId(object.kind, identity));
  if (writeInstead !== undefined) report(unsupportedVersion(object, identity, writeInstead));
  // A policy in a version that is not served is not there, or was converted by whoever applied it.
  const isUnread = writeInstead !== undefined && (use === 'networkPolicy' || use === 'adminPolicy');
  const scope = use === 'adminPolicy' ? 'cluster' : 'namespace';
  const dialect = { kind: 'opaque', scope, effect: 'either', directions: ['ingress', 'egress'] } as const;
  if (isUnread) return [{ object, identity, group, reading: { kind: 'opaque', dialect } }];
  return [
    {
      object,
      identity,
      group,
      reading: isExposure(use) ? { kind: use, isUnserved: writeInstead !== undefined } : { kind: use },
    },
  ];
}

const EXPOSURE_USES: ReadonlySet<string> = new Set<ExposureUse>([
  'ingress',
  'gateway',
  'gatewayRoute',
  'referenceGrant',
  'openshiftRoute',
]);

function isExposure(use: ReadUse): use is ExposureUse {
  return EXPOSURE_USES.has(use);
}

function unsupportedVersion(object: ManifestObject, identity: Identity, writeInstead: string): Finding {
  const message = `${object.kind} \`${formatIdentity(identity)}\` has the \`apiVersion\` \`${object.apiVersion}\`, which the API server does not serve`;
  return findingAt('unsupported-version', message, below(object.origin, 'apiVersion'), {
    help: `write \`apiVersion: ${writeInstead}\``,
  });
}

function unknownKind(object: ManifestObject, meant: string): Finding {
  const message = `the API server knows no kind \`${object.kind}\` in \`${object.apiVersion}\``;
  return findingAt('unknown-kind', message, below(object.origin, 'kind'), {
    help: `did you mean \`${meant}\`?`,
  });
}

function unrendered(object: ManifestObject, title: string): Finding {
  const at = underlining(below(object.origin, 'kind'), 'pair');
  return findingAt('unrendered-template', `the objects of ${title} are not seen, because it is a template`, at, {
    help: 'render it first, with `oc process`, and check what comes out',
  });
}

function inertPolicy(object: ManifestObject, identity: Identity, why: string): Finding {
  const at = underlining(below(object.origin, 'kind'), 'pair');
  const message = `${object.kind} \`${formatIdentity(identity)}\` has no part in the verdict: it ${why}`;
  return findingAt('not-modelled', message, at, { severity: 'notice', help: 'nothing needs to change' });
}
