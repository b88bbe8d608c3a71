import { below, type SourceRef } from '../source/source-ref.ts';
import { faultOfLabelKey, faultOfLabelValue } from './check-names.ts';
import { type FindingSink, findingAt } from './finding-at.ts';
import type { LabelRequirement, LabelSelector } from './label-selector.ts';
import { fieldOf, fieldsOf, listOf } from './manifest-object.ts';
import { checkLabels } from './read-identity.ts';
import { shareSelector } from './share-selector.ts';

const OPERATORS: ReadonlySet<unknown> = new Set(['In', 'NotIn', 'Exists', 'DoesNotExist']);

/** The selector written at `origin`, with a finding for each part that the API server refuses; parts of wrong type are left out. */
export function readLabelSelector(
  selector: unknown,
  origin: SourceRef,
  title: string,
  report: FindingSink,
): LabelSelector {
  const labels = fieldsOf(fieldOf(selector, 'matchLabels'));
  checkLabels(labels, origin, ['matchLabels'], title, report);
  const equalities = Object.entries(labels).flatMap<LabelRequirement>(([key, value]) =>
    typeof value === 'string' ? [{ key, operator: 'In', values: [value] }] : [],
  );
  const expressions = listOf(fieldOf(selector, 'matchExpressions')).flatMap((expression, index) =>
    readExpression(expression, below(origin, 'matchExpressions', index), title, report),
  );
  return shareSelector(equalities.concat(expressions));
}

function readExpression(
  expression: unknown,
  ref: SourceRef,
  title: string,
  report: FindingSink,
): readonly LabelRequirement[] {
  const key = fieldOf(expression, 'key');
  const operator = fieldOf(expression, 'operator');
  const values = fieldOf(expression, 'values') ?? [];
  if (typeof key !== 'string' || !isOperator(operator)) return [];
  const keyFault = faultOfLabelKey(key);
  if (keyFault !== undefined) {
    const message = `\`${key}\` is not a label key, in ${title}`;
    report(findingAt('invalid-field', message, below(ref, 'key'), { help: keyFault }));
  }
  if (!Array.isArray(values)) return [];
  checkValueCount(key, operator, values.length, ref, title, report);
  checkValues(key, values, ref, title, report);
  return [{ key, operator, values: values.filter((value) => typeof value === 'string') }];
}

function isOperator(value: unknown): value is LabelRequirement['operator'] {
  return OPERATORS.has(value);
}

function checkValueCount(
  key: string,
  operator: LabelRequirement['operator'],
  count: number,
  ref: SourceRef,
  title: string,
  report: FindingSink,
): void {
  const refuse = (what: string, at: SourceRef, help: string): void =>
    report(findingAt('invalid-field', `\`${operator}\` on the label \`${key}\` ${what}, in ${title}`, at, { help }));
  const needsValues = operator === 'In' || operator === 'NotIn';
  if (needsValues && count === 0) {
    const other = operator === 'In' ? 'Exists' : 'DoesNotExist';
    refuse('has no values', ref, `list at least one value below \`values\`, or write \`${other}\``);
  }
  if (!needsValues && count > 0) {
    const other = operator === 'Exists' ? 'In' : 'NotIn';
    refuse('takes no values', below(ref, 'values'), `remove \`values\`, or write \`${other}\``);
  }
}

// The API server looks at each value whatever the operator.
function checkValues(
  key: string,
  values: readonly unknown[],
  ref: SourceRef,
  title: string,
  report: FindingSink,
): void {
  for (const [index, value] of values.entries()) {
    const fault = typeof value === 'string' ? faultOfLabelValue(value) : undefined;
    if (fault === undefined) continue;
    const message = `\`${value}\` is not a value for the label \`${key}\`, in ${title}`;
    report(findingAt('invalid-field', message, below(ref, 'values', index), { help: fault }));
  }
}
