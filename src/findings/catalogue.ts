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
  'unrendered-template': entry('warning', 'a file is a template that has not been rendered'),
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
  // suites
  'invalid-suite': entry('error', 'a suite file does not have the form of a suite'),
  'invalid-claim': entry('error', 'a sentence is not in the assertion language'),
  'not-yet': entry('error', 'a part of the language that this version cannot judge'),
  'unknown-name': entry('error', 'a name in a claim matches nothing'),
  'ambiguous-name': entry('error', 'a bare name is found in several namespaces'),
  'no-pairs': entry('error', 'a claim judges no pair'),
  'contradicted-assumption': entry('error', 'an assumption contradicts an object in the manifests'),
  'waiver-expired': entry('error', 'the waiver of a claim has expired'),
  'waiver-unused': entry('warning', 'a waived claim holds'),
  // claims
  'claim-fails': entry('error', 'traffic contradicts a claim'),
  'claim-undecided': entry('error', 'the manifests do not decide a claim'),
  // use
  'invalid-option': entry('error', 'an option or input has a value that it cannot have'),
} as const satisfies Record<string, CatalogueEntry>;

/** A kebab-case word that names a finding in reports, tests and `docs/findings/`. */
export type FindingCode = keyof typeof CATALOGUE;

/** The severity a finding of this code has unless something says otherwise. */
export function severityOf(code: FindingCode): Severity {
  return CATALOGUE[code].severity;
}
