/** `error` makes the gate red, `warning` does with `fail-on: warning`, `notice` never does. */
export type Severity = 'error' | 'warning' | 'notice';

interface CatalogueEntry {
  readonly severity: Severity;
  /** One line for lists and SARIF rules: what the finding means. */
  readonly title: string;
}

const entry = (severity: Severity, title: string): CatalogueEntry => ({ severity, title });

/** Every code a finding can have; each has a page `docs/findings/<code>.md`. */
export const CATALOGUE = {
  // input
  'file-unreadable': entry('error', 'a file could not be read'),
  'file-too-large': entry('error', 'a file is larger than the gate reads'),
  'link-leaves-workspace': entry('error', 'a symbolic link or path leads out of the workspace'),
  'syntax-error': entry('error', 'a document is not valid YAML or JSON'),
  'duplicate-key': entry('error', 'a mapping has the same key twice'),
  'nesting-too-deep': entry('error', 'a document is nested too deeply or expands without bound'),
  'unrendered-template': entry(
    'warning',
    'a template or kustomization has not been rendered; an error where policies may come of it, or somebody named it',
  ),
  'pattern-matches-nothing': entry('error', 'a path or pattern matches no file'),
  'nothing-to-check': entry('error', 'there is no suite or no manifest to check'),
  // resources
  'not-an-object': entry('error', 'a document that should be a Kubernetes object is not one'),
  'unknown-field': entry('error', 'the API server refuses a field it does not know'),
  'selects-everything': entry('error', 'a selector is empty by mistake and selects every pod'),
  'invalid-field': entry('error', 'the API server refuses a value'),
  'not-a-string': entry('error', 'a value that must be a string is a number, boolean or null'),
  'unsupported-version': entry('error', 'the API server does not serve this version of the kind'),
  'unknown-kind': entry('error', 'the API server knows no kind of this name in this group'),
  'not-modelled': entry('error', 'a policy of a kind that the gate recognises but does not evaluate'),
  'not-always-there': entry('warning', 'a policy may not be in the running cluster'),
  'duplicate-object': entry('error', 'the same object is defined twice with different texts'),
  'host-bits-set': entry('warning', 'a CIDR has bits set beyond its mask'),
  'rules-without-effect': entry('warning', 'rules stand in a direction that the policy does not govern'),
  // lints
  'namespace-left-out': entry(
    'warning',
    'a policy or workload does not say its namespace, and others in that namespace do',
  ),
  'policy-selects-nothing': entry('warning', 'a policy selects no pod'),
  'peer-matches-nothing': entry('warning', 'a peer matches no pod, but nearly matches one'),
  'peers-are-alternatives': entry('warning', 'namespaces and pods are two items of a list, so that either is enough'),
  'namespace-label-missing': entry('warning', 'a namespace selector uses a label that the namespace lacks'),
  'ports-split-from-peers': entry('warning', 'peers and their ports are two rules'),
  'service-port-in-policy': entry('warning', 'a rule names the port of a Service in place of the port of its pods'),
  'undeclared-named-port': entry('warning', 'a rule names a port that no pod declares'),
  'dns-forgotten': entry('warning', 'pods may reach other pods, but not DNS'),
  'dns-over-one-protocol': entry('notice', 'pods reach DNS over UDP or TCP alone'),
  'rule-admits-nobody': entry('warning', 'no labels satisfy the selector of a peer'),
  'rule-shadowed': entry('warning', 'a rule of an admin policy is never asked, or does nothing'),
  'range-over-pods': entry('warning', 'an address range lies among the addresses of pods or Services'),
  'one-ip-family': entry('warning', 'all addresses of one IP family are admitted, and none of the other'),
  'admin-priority-conflict': entry('warning', 'two admin policies with the same priority disagree'),
  'admin-blocks-system': entry('warning', 'an admin policy denies whole namespaces the cluster DNS'),
  'invalid-suppression': entry('warning', 'a comment that should suppress a finding is not understood'),
  'suppression-unused': entry('warning', 'a comment suppresses a finding that is not there'),
  // rendering
  'tool-missing': entry('error', 'a program that renders an environment is not there'),
  'render-failed': entry('error', 'an environment could not be rendered'),
  'remote-not-allowed': entry('error', 'an environment takes something from outside of the workspace'),
  // suites
  'invalid-suite': entry('error', 'a suite file does not have the form of a suite'),
  'invalid-claim': entry('error', 'a sentence is not in the assertion language'),
  'unknown-name': entry('error', 'a name in a claim matches nothing'),
  'ambiguous-name': entry('error', 'a bare name is found in several namespaces'),
  'no-pairs': entry('error', 'a claim judges no pair'),
  'contradicted-assumption': entry('error', 'an assumption contradicts an object in the manifests'),
  'waiver-expired': entry('error', 'the waiver of a claim has expired'),
  'waiver-unused': entry('warning', 'a waived claim holds'),
  // claims
  'claim-fails': entry('error', 'traffic contradicts a claim'),
  'claim-undecided': entry('error', 'the manifests do not decide a claim'),
  'new-connection': entry('error', 'a change opens connections, which `fail-on-new` forbids'),
  // use
  'invalid-option': entry('error', 'an option or input has a value that it cannot have'),
} as const satisfies Record<string, CatalogueEntry>;

/** A kebab-case word that names a finding in reports, tests and `docs/findings/`. */
export type FindingCode = keyof typeof CATALOGUE;

/**
 * Codes of what the API server accepts and hardly anybody means: they may be wrong about what is meant, so a suite may
 * weigh them otherwise and a comment may suppress them. Every other code says what is the case.
 */
export const LINT_CODES = [
  'host-bits-set',
  'rules-without-effect',
  'namespace-left-out',
  'policy-selects-nothing',
  'peer-matches-nothing',
  'peers-are-alternatives',
  'namespace-label-missing',
  'ports-split-from-peers',
  'service-port-in-policy',
  'undeclared-named-port',
  'dns-forgotten',
  'dns-over-one-protocol',
  'rule-admits-nobody',
  'rule-shadowed',
  'range-over-pods',
  'one-ip-family',
  'admin-priority-conflict',
  'admin-blocks-system',
] as const satisfies readonly FindingCode[];

/** The code of a finding that may be set and suppressed. */
export type LintCode = (typeof LINT_CODES)[number];

/** Whether findings of this code may be set and suppressed. */
export function isLint(code: string): code is LintCode {
  return (LINT_CODES as readonly string[]).includes(code);
}

/** Whether a finding can have this code. */
export function isFindingCode(code: string): code is FindingCode {
  return Object.hasOwn(CATALOGUE, code);
}

/** The severity a finding of this code has unless something says otherwise. */
export function severityOf(code: FindingCode): Severity {
  return CATALOGUE[code].severity;
}
