import type { LabelSelector, Labels, Requirement } from './world.ts';

/** Whether a label selector that is present selects an object with these labels. */
export function selectsLabels(selector: LabelSelector, labels: Labels): boolean {
  // LabelSelector: "The result of matchLabels and matchExpressions are ANDed. An empty label selector matches all
  // objects."
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) {
    // "A single {key,value} in the matchLabels map is equivalent to an element of matchExpressions, whose key field is
    // "key", the operator is "In", and the values array contains only "value"."
    if (!meetsRequirement({ key, operator: 'In', values: [value] }, labels)) return false;
  }
  for (const requirement of selector.matchExpressions ?? []) {
    if (!meetsRequirement(requirement, labels)) return false;
  }
  return true;
}

function meetsRequirement({ key, operator, values }: Requirement, labels: Labels): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'In':
      return value !== undefined && (values ?? []).includes(value);
    case 'NotIn':
      // "Labels and Selectors": `tier notin (frontend, backend)` selects the resources with no frontend and backend
      // values, "and all resources with no labels with the tier key".
      return value === undefined || !(values ?? []).includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      throw new Error(`not a selector operator: ${String(operator)}`);
  }
}
