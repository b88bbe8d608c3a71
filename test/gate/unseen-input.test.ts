import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../../src/findings/report.ts';
import { check, connectivity, explain } from '../../src/gate/run-gate.ts';
import { closingSentence } from '../../src/reports/annotations.ts';
import { renderComment, renderSummary } from '../../src/reports/markdown.ts';
import { renderText } from '../../src/reports/text.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';

const PODS = ['web', 'db']
  .map((name) => `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: shop}\nspec: {containers: []}\n`)
  .join('---\n');
const DENY = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny, namespace: shop}
spec: {podSelector: {}}
`;

function judge(files: Readonly<Record<string, string>>, failOn: 'error' | 'never'): CheckReport {
  const workspace = memoryWorkspace({ 'k8s/a.yaml': `${PODS}---\n${DENY}`, ...files });
  const sentences = ['shop/web -/-> shop/db'];
  return check({ workspace, base: '', suites: [], manifests: [], sentences, failOn, today: '2026-06-01' });
}

const broken = { 'k8s/b.yaml': 'kind: NetworkPolicy\n  metadata: {\n', 'k8s/c.yaml': `${DENY}---\na: [\n---\nb: [\n` };
const templates = { 'k8s/t.yaml': 'kind: {{ .Values.kind }}\n' };

const screensOf = (report: CheckReport): readonly string[] => [
  renderText(report, { color: false, quiet: false }),
  renderText(report, { color: false, quiet: true }),
  renderSummary(report, {}),
  renderComment(report, {}),
  closingSentence(report),
];

describe('a claim that holds beside input that was not seen', () => {
  it.each(['error', 'never'] as const)('is never all that a report says (--fail-on %s)', (failOn) => {
    const words = '2 files could not be read and 1 source was not rendered, which may change the verdict';
    const report = judge({ ...broken, ...templates }, failOn);
    expect([report.summary.holds, report.exitCode]).toEqual([1, failOn === 'never' ? 0 : 1]);
    for (const screen of screensOf(report)) expect(screen).toContain(words);
    expect(report.notes.filter((note) => note.startsWith(words))).toHaveLength(1);
  });

  it('says nothing of the kind where everything was seen', () => {
    const report = judge({}, 'error');
    for (const screen of [...screensOf(report), ...report.notes])
      expect(screen).not.toContain('may change the verdict');
  });

  it('is told in the notes of the other commands too', () => {
    const workspace = memoryWorkspace({ 'k8s/a.yaml': PODS, 'k8s/b.yaml': 'a: [\n' });
    const request = { workspace, base: '', manifests: [] };
    const sentence = 'shop/web --> shop/db';
    for (const { notes } of [connectivity(request), explain({ ...request, sentence })]) {
      expect(notes.join('\n')).toContain('1 file could not be read, which may change the verdict');
    }
  });
});
