import { chooseClaims } from './choose-claims.ts';
import { type PlannedNamespace, planRepository, type RepositorySize } from './plan-repository.ts';
import { randomSource } from './random-source.ts';
import { filesBeside } from './write-beside.ts';
import { platformFiles } from './write-platform.ts';
import { namespacePolicies, workloadPolicies } from './write-policies.ts';
import type { GeneratedFile } from './write-repository.ts';
import { namespaceText, workloadTexts } from './write-workload.ts';

/**
 * A repository like those that teams have: for each workload a Deployment, a Service and one or two policies, in a folder for
 * each namespace, with labels, expressions, named ports, ranges of ports, ipBlocks and admin policies, much that has no bearing
 * on the network, and a suite. All but `failingAmong` of its claims hold.
 */
export function* generateRepository(size: RepositorySize): Iterable<GeneratedFile> {
  // Texts have a source of their own, so that what is written of a plan does not change the plan.
  const random = randomSource(size.seed + 1);
  const namespaces: PlannedNamespace[] = [];
  for (const namespace of planRepository(size)) {
    namespaces.push(namespace);
    yield {
      file: `k8s/${namespace.name}/namespace.yaml`,
      text: [namespaceText(namespace), ...namespacePolicies(namespace)].join('---\n'),
    };
    for (const workload of namespace.workloads) {
      const texts = [...workloadTexts(workload, random), ...workloadPolicies(workload, namespace, random)];
      yield { file: `k8s/${namespace.name}/${workload.name}.yaml`, text: texts.join('---\n') };
    }
    yield* filesBeside(namespace, random);
  }
  yield* platformFiles();
  yield { file: 'policies-tests/suite.yaml', text: suiteText(chooseClaims(namespaces, size)) };
}

function suiteText(sentences: readonly string[]): string {
  return `suite: What teams promise each other
manifests: [/k8s]
assume:
  dataplane: calico
  podCIDRs: [10.244.0.0/16]
expect:
${sentences.map((sentence) => `  - ${sentence}\n`).join('')}`;
}
