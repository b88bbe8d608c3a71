import type { Finding } from '../findings/finding.ts';
import { findingAt } from '../resources/finding-at.ts';
import type { NetworkPolicy, Workload } from '../resources/resources.ts';
import { uncertainNamespaces } from '../resources/uncertain-namespaces.ts';
import { below, underlining } from '../source/source-ref.ts';
import { titleOf } from './linted-rules.ts';
import type { Lint } from './linted-world.ts';

/** Policies and workloads that name no namespace, where others that count for the same namespace name it. */
export const namespaceLeftOut: Lint = ({ resources }) => {
  const { networkPolicies, workloads } = uncertainNamespaces(resources);
  const ofPolicies = networkPolicies.map((policy) =>
    findingOf(policy, titleOf(policy), `where it governs no pod of \`${policy.namespace}\``),
  );
  // All of them count for one namespace, and there may be many that were left out for one reason.
  const [first, ...more] = workloads;
  if (first === undefined) return ofPolicies;
  const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
  const title = `${first.kind} \`${first.namespace}/${first.name}\`${others}`;
  return [...ofPolicies, findingOf(first, title, `where no policy of \`${first.namespace}\` governs its pods`)];
};

function findingOf({ namespace, origin }: NetworkPolicy | Workload, title: string, consequence: string): Finding {
  const message = `${title} does not say its namespace: it counts for \`${namespace}\` because the suite or the command says so, but others in \`${namespace}\` say it themselves`;
  return findingAt('namespace-left-out', message, underlining(below(origin, 'metadata'), 'key'), {
    help: `write \`namespace: ${namespace}\` under \`metadata\`: without \`-n ${namespace}\`, \`kubectl apply\` puts it into \`default\`, ${consequence}`,
  });
}
