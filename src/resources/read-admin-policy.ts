import type { Finding } from '../findings/finding.ts';
import { below, type SourceRef, underlining } from '../source/source-ref.ts';
import { ADMIN_POLICY_SCHEMAS } from './admin-policy-schema.ts';
import { adminLimits } from './admin-reading.ts';
import { checkSchema } from './check-schema.ts';
import { findAbsence } from './find-absence.ts';
import { type FindingSink, findingAt } from './finding-at.ts';
import { fieldOf, isFields, type ManifestObject, withoutNulls } from './manifest-object.ts';
import { readAdminRules } from './read-admin-rules.ts';
import { checkMetadata, type Identity } from './read-identity.ts';
import { readPodsInNamespaces } from './read-pods-in-namespaces.ts';
import type { AdminPolicy, OpaquePolicy, PodsInNamespaces } from './resources.ts';

/** An admin policy after defaulting, or, where the API server would refuse it, one whose effect is not known. */
export type AdminPolicyReading = { readonly findings: readonly Finding[] } & (
  | { readonly kind: 'accepted'; readonly policy: AdminPolicy }
  | { readonly kind: 'refused'; readonly policy: OpaquePolicy }
);

/** Validates and defaults an object of `policy.networking.k8s.io` as the API server does with its schema and CEL rules. */
export function readAdminPolicy(object: ManifestObject, identity: Identity): AdminPolicyReading {
  const kind = object.kind as AdminPolicy['kind'];
  const title = `${kind} \`${identity.name}\``;
  const violations = checkSchema(ADMIN_POLICY_SCHEMAS[kind], {
    value: withoutNulls(object.written),
    title,
    origin: object.origin,
    meaningWithout: (key) => MEANINGS[key],
  });
  const findings: Finding[] = violations.map(({ finding }) => finding);
  let isRefused = violations.length > 0;
  const refuse: FindingSink = (finding) => {
    findings.push(finding);
    if (finding.severity === 'error') isRefused = true;
  };
  checkMetadata(object, title, refuse);
  checkName(object, identity, title, refuse);
  const policy = readSpec(kind, object, identity, title, refuse);
  const absence = findAbsence(object, title);
  if (absence !== undefined) findings.push(absence.finding);
  if (!isRefused && absence === undefined && policy !== undefined) return { kind: 'accepted', policy, findings };
  const why = isRefused || policy === undefined ? 'the API server would refuse it as it is written' : absence?.why;
  return { kind: 'refused', policy: refusedPolicy(object, identity, why ?? ''), findings };
}

const PODS_ONLY = 'as sources these policies take pods only, as destinations also addresses';

const REMOVED = 'it was removed from the API in v0.1.7: write a selector with the labels themselves';

/** What is left of a policy when a client drops a field, in words that complete "leaves …". */
const MEANINGS: Readonly<Record<string, string>> = {
  sameLabels: `a peer that is every namespace; ${REMOVED}`,
  notSameLabels: `a peer that is every namespace; ${REMOVED}`,
  namespaceSelector: 'a selector of every namespace; write what stands below it directly below `namespaces`',
  ports: 'a rule for every port and protocol; a ClusterNetworkPolicy calls them `protocols`',
  protocols: 'a rule for every port and protocol; before v1alpha2 they are called `ports`',
  networks: `a peer that says nothing; ${PODS_ONLY}`,
  nodes: `a peer that says nothing; ${PODS_ONLY}`,
  domainNames:
    'a peer that says nothing; they stand in `egress` of an AdminNetworkPolicy or a ClusterNetworkPolicy only',
  matchLabels: 'a selector without these labels, which selects more than meant',
  matchExpressions: 'a selector without these conditions, which selects more than meant',
};

function checkName(object: ManifestObject, identity: Identity, title: string, report: FindingSink): void {
  if (object.kind !== 'BaselineAdminNetworkPolicy') return;
  const metadata = fieldOf(object.written, 'metadata');
  const isGenerated = !identity.isNamed && typeof fieldOf(metadata, 'generateName') === 'string';
  if (identity.isNamed ? identity.name === 'default' : !isGenerated) return;
  // CEL: self.metadata.name == 'default'
  const message = `${title} is not called \`default\``;
  const help = 'write `name: default`; there is one BaselineAdminNetworkPolicy in a cluster';
  const at = below(object.origin, 'metadata', isGenerated ? 'generateName' : 'name');
  report(findingAt('invalid-field', message, at, { help }));
}

function readSpec(
  kind: AdminPolicy['kind'],
  object: ManifestObject,
  { name }: Identity,
  title: string,
  report: FindingSink,
): AdminPolicy | undefined {
  const ref = below(object.origin, 'spec');
  const written = withoutNulls(fieldOf(object.written, 'spec'));
  if (!isFields(written)) {
    // What is there and no map is the schema's to report.
    if (written !== undefined && written !== null) return undefined;
    report(
      findingAt('invalid-field', `${title} has no \`spec\``, underlining(below(object.origin, 'kind'), 'pair'), {
        help: 'write `spec` with `subject` and rules',
      }),
    );
    return undefined;
  }
  const subject = readSubject(written['subject'], below(ref, 'subject'), title, report);
  const context = { kind, title, limits: adminLimits(kind), report };
  const rules = {
    ingress: readAdminRules(written['ingress'], 'ingress', below(ref, 'ingress'), context),
    egress: readAdminRules(written['egress'], 'egress', below(ref, 'egress'), context),
  };
  const priority = readPriority(kind, written['priority'], below(ref, 'priority'), title, report);
  if (subject === undefined || priority === undefined) return undefined;
  const isBaseline = kind === 'BaselineAdminNetworkPolicy' || written['tier'] === 'Baseline';
  return { kind, name, tier: isBaseline ? 'baseline' : 'admin', priority, subject, rules, origin: object.origin };
}

const HIGHEST_PRIORITY = 1000;

function readPriority(
  kind: AdminPolicy['kind'],
  priority: unknown,
  at: SourceRef,
  title: string,
  report: FindingSink,
): number | undefined {
  if (kind === 'BaselineAdminNetworkPolicy') return 0;
  if (!Number.isInteger(priority)) return undefined;
  const number = priority as number;
  if (number >= 0 && number <= HIGHEST_PRIORITY) return number;
  const message = `\`spec.priority\` of ${title} is ${number}, but a priority is a number from 0 to ${HIGHEST_PRIORITY}`;
  report(findingAt('invalid-field', message, at, { help: 'write a number from 0 (first) to 1000 (last)' }));
  return undefined;
}

function readSubject(
  subject: unknown,
  origin: SourceRef,
  title: string,
  report: FindingSink,
): PodsInNamespaces | undefined {
  if (!isFields(subject)) return undefined;
  const keys = ['namespaces', 'pods'].filter((key) => isFields(subject[key]));
  if (keys.length !== 1) {
    const message = `\`spec.subject\` of ${title} ${keys.length === 0 ? 'selects nothing' : 'has both `namespaces` and `pods`'}`;
    const help = 'write exactly one of `namespaces` and `pods`; `namespaces: {}` is every pod of the cluster';
    report(findingAt('invalid-field', message, origin, { help }));
    return undefined;
  }
  return readPodsInNamespaces(subject, origin, title, report);
}

function refusedPolicy(object: ManifestObject, { name }: Identity, why: string): OpaquePolicy {
  return {
    kind: object.kind,
    apiVersion: object.apiVersion,
    name,
    directions: ['ingress', 'egress'],
    effect: 'either',
    why,
    origin: object.origin,
  };
}
