import type { AssumedWorkload } from '../cluster/assumptions.ts';
import type { Finding } from '../findings/finding.ts';
import { below, type SourceRef } from '../source/source-ref.ts';
import { groupOf } from './load-definitions.ts';
import { isDnsLabel, isLabelKey, isLabelValue } from './parse-label-selector.ts';
import { asLabels, asMap, asString } from './plain-data.ts';
import type { IngressController } from './suite.ts';

/** What `assume: ingressController` states. */
export interface IngressControllerReading {
  readonly ingressController?: IngressController;
  /** The pods of it that no manifest holds. */
  readonly workloads: readonly AssumedWorkload[];
  readonly findings: readonly Finding[];
}

/** What pods are called that are given by `namespace` and `labels` alone. */
const NAME = 'ingress-controller';

/** A group in the words of claims, or pods that no manifest holds: they become part of the cluster. */
export function loadIngressController(
  value: unknown,
  origin: SourceRef,
  suiteNamespace: string | undefined,
): IngressControllerReading {
  const findings: Finding[] = [];
  const text = asString(value);
  if (text !== undefined) {
    const [group] = text === '' ? [] : groupOf(text, origin, findings);
    return { ...(group && { ingressController: { group, origin } }), workloads: [], findings };
  }
  const data = asMap(value);
  const namespace = asString(data?.namespace) ?? suiteNamespace;
  const labels = asLabels(data?.labels);
  if (namespace === undefined || labels === undefined) return { workloads: [], findings };
  const refuse = (message: string, key: string): void => {
    findings.push({ code: 'invalid-suite', severity: 'error', message, at: below(origin, key) });
  };
  if (!isDnsLabel(namespace)) {
    refuse(`\`${namespace}\` is not the name of a namespace`, 'namespace');
    return { workloads: [], findings };
  }
  for (const [key, label] of labels) {
    if (!isLabelKey(key)) refuse(`\`${key}\` is not a label key`, 'labels');
    if (!isLabelValue(label)) refuse(`\`${label}\` is not a label value`, 'labels');
  }
  const [group] = groupOf(`${namespace}/Pod:${NAME}`, origin, findings);
  return {
    ...(group && { ingressController: { group, origin } }),
    workloads: [{ name: NAME, namespace, labels, origin }],
    findings,
  };
}
