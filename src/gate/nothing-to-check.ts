import type { Finding } from '../findings/finding.ts';
import type { JudgedSuite } from './judge-suite.ts';
import type { World } from './read-world.ts';

/** The finding that nothing was judged, where nothing else says why; `suites` are the patterns of the command. */
export function nothingToCheck(
  judged: readonly JudgedSuite[],
  findings: readonly Finding[],
  suites: readonly string[],
): readonly Finding[] {
  if (judged.length > 0) return emptyWorlds(judged).slice(0, 1);
  // Whatever kept a suite from being read is the better message; that nothing was found is not.
  if (findings.some(({ code, severity }) => severity === 'error' && code !== 'pattern-matches-nothing')) return [];
  return [
    {
      code: 'nothing-to-check',
      severity: 'error',
      message: 'there is no suite to check',
      help:
        suites.length > 0
          ? 'name files or folders with claims under `expect:`; manifests are named with `-m` (the input `manifests`)'
          : 'run `netpol-gate init` to draft a suite from the manifests, or write claims like `web -/-> db` under `expect:` in a YAML file below `policies-tests/`, or give one with `-e`',
    },
  ];
}

/** The finding that a world has nothing to judge, where nothing else says why: policies alone govern pods to come. */
function noObjects(world: World, findings: readonly Finding[]): readonly Finding[] {
  const hasPolicies = world.cluster.layers.some(({ tiers }) => tiers.some(({ policies }) => policies.length > 0));
  return hasPolicies ? [] : noManifests(world, findings);
}

function emptyWorlds(judged: readonly JudgedSuite[]): readonly Finding[] {
  const isOneOfMany = new Set(judged.map(({ name }) => name)).size > 1;
  return judged.flatMap(({ name, world, findings }) =>
    (world ? noObjects(world, findings) : []).map((finding) =>
      isOneOfMany ? { ...finding, worlds: [name] } : finding,
    ),
  );
}

/** The finding that a world has no workloads, where nothing else says why. */
export function noManifests({ cluster }: World, findings: readonly Finding[]): readonly Finding[] {
  if (cluster.endpoints.some(({ kind }) => kind === 'pod')) return [];
  // Whatever kept manifests from being read is the better message.
  if (findings.some(({ severity }) => severity === 'error')) return [];
  return [
    {
      code: 'nothing-to-check',
      severity: 'error',
      message: 'there are no workloads to check: no manifest that was read holds one',
      help: 'name the manifests with `manifests:` in the suite or `-m`, or state the pods under `assume: workloads`; claims about pods that could be created, like `any shop/pods[app=db] isolated ingress`, need policies alone',
    },
  ];
}
