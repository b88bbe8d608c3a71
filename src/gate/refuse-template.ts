import type { Finding } from '../findings/finding.ts';

/** A finding as it counts where a template is no side matter: somebody named it as a manifest, or it may be a suite. */
export function refuseTemplate(finding: Finding): Finding {
  return finding.code === 'unrendered-template' && finding.severity !== 'notice'
    ? { ...finding, severity: 'error' }
    : finding;
}
