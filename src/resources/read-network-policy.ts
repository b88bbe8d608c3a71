import type { Finding } from '../findings/finding.ts';
import { below, type KeyPath, type SourceRef, underlining } from '../source/source-ref.ts';
import { checkSchema, type Violation } from './check-schema.ts';
import { findAbsence } from './find-absence.ts';
import { fieldOf, fieldsOf, isFields, listOf, type ManifestObject, withoutNulls } from './manifest-object.ts';
import { findMisplacedSelectors } from './misplaced-selector.ts';
import { NETWORK_POLICY_SCHEMA } from './network-policy-schema.ts';
import { warnAboutPolicy } from './policy-warnings.ts';
import { checkMetadata, formatIdentity, type Identity } from './read-identity.ts';
import { readLabelSelector } from './read-label-selector.ts';
import { meaningWithoutField, readPolicyRules } from './read-policy-rules.ts';
import type { Direction, NetworkPolicy, OpaquePolicy } from './resources.ts';

/** A NetworkPolicy after defaulting, or, where the API server would refuse it, one whose effect is not known. */
export type PolicyReading = { readonly findings: readonly Finding[] } & (
  | { readonly kind: 'accepted'; readonly policy: NetworkPolicy }
  | { readonly kind: 'refused'; readonly policy: OpaquePolicy }
);

/** Validates and defaults a `networking.k8s.io/v1` NetworkPolicy as the API server does. */
export function readNetworkPolicy(object: ManifestObject, identity: Identity): PolicyReading {
  const name = formatIdentity(identity);
  const title = `NetworkPolicy \`${name}\``;
  const misplaced = findMisplacedSelectors(object.written, name, object.origin);
  const value = withoutNulls(object.written);
  const violations = checkSchema(NETWORK_POLICY_SCHEMA, {
    value,
    title,
    origin: object.origin,
    meaningWithout: meaningWithoutField,
  });
  const unexplained = violations.filter(({ path }) => !misplaced.strayPaths.some((stray) => samePath(stray, path)));
  const findings: Finding[] = [...misplaced.findings, ...unexplained.map(({ finding }) => finding)];
  checkMetadata(object, title, (finding) => findings.push(finding));
  const { policy, hasSoundSelector } = readSpec(value, object.origin, identity, title, (finding) =>
    findings.push(finding),
  );
  const absence = findAbsence(object, title);
  if (findings.every((finding) => finding.severity !== 'error')) {
    findings.push(...warnAboutPolicy(object, policy, name));
    if (absence === undefined) return { kind: 'accepted', policy, findings };
    const mayBeAbsent = refusedPolicy(object, identity, policy, true, []);
    return {
      kind: 'refused',
      policy: { ...mayBeAbsent, why: absence.why },
      findings: [...findings, absence.finding],
    };
  }
  const keepsSelector = hasSoundSelector && !violations.some(bearsOnSelector);
  return { kind: 'refused', policy: refusedPolicy(object, identity, policy, keepsSelector, unexplained), findings };
}

function readSpec(
  value: unknown,
  origin: SourceRef,
  identity: Identity,
  title: string,
  report: (finding: Finding) => void,
): { readonly policy: NetworkPolicy; readonly hasSoundSelector: boolean } {
  const spec = fieldsOf(fieldOf(value, 'spec'));
  const ref = below(origin, 'spec');
  let hasSoundSelector = isFields(spec['podSelector']);
  const podSelector = hasSoundSelector
    ? readLabelSelector(spec['podSelector'], below(ref, 'podSelector'), title, (finding) => {
        hasSoundSelector = false;
        report(finding);
      })
    : // NetworkPolicySpec: "An empty selector matches all pods in the policy's namespace"; the field is optional.
      { requirements: [] };
  const rules = {
    ingress: readPolicyRules(spec['ingress'], 'ingress', below(ref, 'ingress'), title, report),
    egress: readPolicyRules(spec['egress'], 'egress', below(ref, 'egress'), title, report),
  };
  const { namespace = '', name, landed } = identity;
  const hasTypes = listOf(spec['policyTypes']).length > 0;
  const said = hasTypes ? 'policyTypes' : Object.hasOwn(spec, 'podSelector') ? 'podSelector' : undefined;
  const isUnsaid = !hasTypes && spec['ingress'] === undefined && rules.egress.length > 0;
  const policy: NetworkPolicy = {
    namespace,
    name,
    podSelector,
    governs: readGoverns(spec),
    governsOrigin: said === undefined ? origin : underlining(below(ref, said), 'key'),
    ...(isUnsaid && { governsIngressUnsaid: true }),
    rules,
    ...(landed && { landed }),
    origin,
  };
  return { policy, hasSoundSelector };
}

// NetworkPolicySpec, policyTypes: "If this field is not specified, it will default based on the existence of ingress or
// egress rules; policies that contain an egress section are assumed to affect egress, and all policies (whether or not
// they contain an ingress section) are assumed to affect ingress." An empty egress list counts as no section.
function readGoverns(spec: Readonly<Record<string, unknown>>): Readonly<Record<Direction, boolean>> {
  const types = listOf(spec['policyTypes']);
  if (types.length === 0) return { ingress: true, egress: listOf(spec['egress']).length > 0 };
  return { ingress: types.includes('Ingress'), egress: types.includes('Egress') };
}

function refusedPolicy(
  object: ManifestObject,
  { namespace, name }: Identity,
  policy: NetworkPolicy,
  keepsSelector: boolean,
  violations: readonly Violation[],
): OpaquePolicy {
  const all: readonly Direction[] = ['ingress', 'egress'];
  const isSure = !violations.some(bearsOnDirections);
  return {
    kind: object.kind,
    apiVersion: object.apiVersion,
    ...(namespace === undefined ? {} : { namespace }),
    name,
    ...(keepsSelector ? { podSelector: policy.podSelector } : {}),
    directions: isSure ? all.filter((direction) => policy.governs[direction]) : all,
    effect: 'either',
    why: 'the API server would refuse it as it is written',
    origin: object.origin,
  };
}

/** True if the selector could have been meant differently: something in it or beside it was refused. */
function bearsOnSelector(violation: Violation): boolean {
  return isRefusedBeside(violation) || startsWith(violation.path, ['spec', 'podSelector']);
}

function bearsOnDirections(violation: Violation): boolean {
  return (
    isRefusedBeside(violation) ||
    startsWith(violation.path, ['spec', 'policyTypes']) ||
    samePath(violation.path, ['spec', 'egress'])
  );
}

function isRefusedBeside({ path, isUnknownKey }: Violation): boolean {
  return samePath(path, ['spec']) || (isUnknownKey && (path.length === 1 || (path.length === 2 && path[0] === 'spec')));
}

function startsWith(path: KeyPath, prefix: KeyPath): boolean {
  return prefix.every((key, index) => path[index] === key);
}

function samePath(a: KeyPath, b: KeyPath): boolean {
  return a.length === b.length && startsWith(a, b);
}
