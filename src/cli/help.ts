import { CATALOGUE, type FindingCode } from '../findings/catalogue.ts';
import { VERSION } from '../gate/version.ts';
import { FINDING_HELP } from '../reports/finding-help.ts';
import type { CommandName } from './options.ts';

const manifestsOption = `  -m, --manifests PATH   file, folder or glob of manifests; \`-\` reads standard
                         input; may be given several times`;

const commonOptions = `  -n, --namespace NAME   where objects without a namespace land and bare names
                         are looked up (else \`default\`)
      --dataplane NAME   whose reading decides what the Kubernetes API leaves
                         open: calico, cilium, antrea, ovn-kubernetes,
                         kube-router, kube-network-policies, aws-vpc-cni,
                         gke-dataplane-v2
      --pod-cidr CIDR    addresses of pods; may be given several times`;

const outputOptions = `  -f, --format FORMAT    text (default), json, markdown, sarif, junit, mermaid
                         or html (one page to open in a browser); FORMAT=FILE
                         writes a file; may be repeated
      --color WHEN       auto, always or never; auto heeds NO_COLOR and
                         FORCE_COLOR, and else colours a terminal
  -q, --quiet            of the text report, print what is wrong and the verdict
  -h, --help             show this help
      --version          show the version`;

const newOption = `      --fail-on-new WHAT internet, any or never (default): which new connections
                         make the exit code 1; those that may be new count`;

const exitCodes = `Exit codes:
  0   every claim holds or is waived
  1   a claim fails or is undecided, or a manifest is invalid
  2   the gate cannot judge: a bad option, a bad suite, an empty claim
  3   there is nothing to check
  70  a bug of netpol-gate; please report it`;

const general = `netpol-gate ${VERSION}
Judges claims about Kubernetes network policies from manifests, without a
cluster.

Usage: netpol-gate COMMAND [ARGUMENT]...

Commands:
  check [SUITE]...             judge suites of claims, or sentences on the spot
  connectivity [PATH]...       show what can reach what
  explain SENTENCE [PATH]...   show every rule and isolation behind one verdict
  init [PATH]...               write a first suite from what the manifests do
  diff BASE HEAD               show what a change opens and closes

Examples:
  netpol-gate check
  netpol-gate check -m k8s/ -e 'web -/-> db'
  netpol-gate explain 'web -/-> db' k8s/

\`netpol-gate COMMAND --help\` tells more about a command, and
\`netpol-gate help CODE\` about a finding, like \`netpol-gate help claim-fails\`.

${exitCodes}
`;

const check = `Judges suites of claims, or sentences given on the spot.

Usage: netpol-gate check [SUITE]... [-m PATH]... [-e SENTENCE]... [OPTION]...

SUITE is a file, a folder or a glob; without one and without -e, all of
\`policies-tests/**/*.{yaml,yml}\`. A suite's manifests are its own, else those of
-m, else every YAML and JSON file below the working directory except in .git,
node_modules, .github and policies-tests. Environments of a suite are rendered
with the \`kustomize\` (or \`kubectl\`) and \`helm\` of the PATH.

Options:
  -e, --expect SENTENCE  a claim to judge, like 'web -/-> db:5432'; may be given
                         several times
${manifestsOption}
${commonOptions}
      --allow-remote     let kustomize and helm fetch what environments of a
                         suite take from elsewhere; without it that is an error
      --fail-on LEVEL    what makes the exit code 1: error (default), warning or
                         never
      --base TREE        what to compare with: a folder, or a git revision
${newOption}
${outputOptions}

Examples:
  netpol-gate check
  netpol-gate check policies-tests/shop.yaml -m k8s/
  netpol-gate check -e 'only api --> db:5432' -m 'k8s/**/*.yaml'
  helm template shop charts/shop | netpol-gate check -m -
  netpol-gate check --format text --format sarif=netpol.sarif

${exitCodes}
`;

const connectivity = `Shows what can reach what.

Usage: netpol-gate connectivity [PATH]... [OPTION]...

PATH is a file, a folder or a glob of manifests; \`-\` reads standard input.
Without one, every YAML and JSON file below the working directory except in
.git, node_modules, .github and policies-tests.

Options:
${manifestsOption}
      --possible         also list which pods that could be created, with any
                         labels in any namespace, may talk with each workload
${commonOptions}
${outputOptions}

Examples:
  netpol-gate connectivity k8s/
  netpol-gate connectivity --format json k8s/ | jq '.connections[]'
  kustomize build overlays/prod | netpol-gate connectivity -

Exit codes: 0, or 1 if a manifest is invalid, 2 for a bad option, 3 if there is
nothing to show, 70 for a bug of netpol-gate.
`;

const explain = `Shows every rule and isolation behind the verdict on one sentence.

Usage: netpol-gate explain SENTENCE [PATH]... [OPTION]...

SENTENCE is a claim, like 'web -/-> db:5432'. PATH is a file, a folder or a glob
of manifests; \`-\` reads standard input. Without one, every YAML and JSON file
below the working directory except in .git, node_modules, .github and
policies-tests.

Options:
${manifestsOption}
${commonOptions}
${outputOptions}

Examples:
  netpol-gate explain 'web -/-> db' k8s/
  netpol-gate explain 'api --> internet:443' -n shop

${exitCodes}
`;

const init = `Writes a first suite from what the manifests do today: claims that hold, and
comments on what is open or undecided.

Usage: netpol-gate init [PATH]... [OPTION]...

PATH is a file, a folder or a glob of manifests; \`-\` reads standard input.
Without one, every YAML and JSON file below the working directory except in
.git, node_modules, .github and policies-tests.

Options:
${manifestsOption}
${commonOptions}
  -o, --output FILE      where the suite goes; \`-\` is standard output (else
                         policies-tests/network-policies.yaml)
      --force            write over a file that is there
      --color WHEN       auto, always or never; auto heeds NO_COLOR and
                         FORCE_COLOR, and else colours a terminal
  -q, --quiet            say nothing where all is well
  -h, --help             show this help
      --version          show the version

Examples:
  netpol-gate init
  netpol-gate init k8s/ --dataplane calico
  kustomize build overlays/prod | netpol-gate init - -o -

Exit codes: 0 if the suite is written and green, 1 if it is written but a
manifest is invalid, 2 for a bad option or a file that is there, 3 if there is
nothing to claim, 70 for a bug of netpol-gate.
`;

const diff = `Shows the connections that a change opens and closes, and by which rule.

Usage: netpol-gate diff BASE HEAD [OPTION]...

BASE and HEAD are two trees: git revisions, folders, or files of manifests. Of a
revision, the folder or file that the other one names counts, else the working
directory; \`.\` is what is there now. Of a folder counts every YAML and JSON file
but those in .git, node_modules, .github and policies-tests, or what -m picks.
Nothing is rendered: \`netpol-gate check --base BASE\` compares the environments
of suites, too.

Options:
  -m, --manifests PATH   file, folder or glob of manifests, in each of the two
                         folders; may be given several times
${commonOptions}
${newOption}
${outputOptions}

Examples:
  netpol-gate diff main .
  netpol-gate diff main k8s/
  netpol-gate diff ../main/k8s k8s
  netpol-gate diff --fail-on-new internet --format markdown old/ new/

Exit codes: 0, or 1 if a manifest of HEAD is invalid or a connection is new that
is not to be, 2 for a bad option, 3 if there is nothing to compare, 70 for a bug
of netpol-gate.
`;

const texts: Readonly<Record<CommandName, string>> = { check, connectivity, explain, init, diff };

/** What a finding means and what to do about it: its page, without the links. */
export function findingText(code: FindingCode): string {
  const { title, severity } = CATALOGUE[code];
  const text = FINDING_HELP[code].replace(/\[([^[\]]*)\]\([^)]*\)/g, '$1');
  return `${code} (${severity}): ${title}\n\n${text}\n`;
}

/** The help for one command, or for the program as a whole. */
export function helpText(about?: CommandName): string {
  return about === undefined ? general : texts[about];
}
