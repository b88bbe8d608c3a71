/** Whatever an admin policy needs, with one part of it replaced: `spec` stands below `spec`, two spaces in. */
function adminText(apiVersion: string, kind: string, name: string, spec: string): string {
  const indented = spec.trim().replace(/^/gm, '  ');
  return `apiVersion: policy.networking.k8s.io/${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}}\nspec:\n${indented}\n`;
}

/** A ClusterNetworkPolicy `p` with this text as its `spec`. */
export function clusterText(spec: string): string {
  return adminText('v1alpha2', 'ClusterNetworkPolicy', 'p', spec);
}

/** An AdminNetworkPolicy `p` with this text as its `spec`. */
export function adminNetworkText(spec: string): string {
  return adminText('v1alpha1', 'AdminNetworkPolicy', 'p', spec);
}

/** A BaselineAdminNetworkPolicy with this text as its `spec`. */
export function baselineText(spec: string, name = 'default'): string {
  return adminText('v1alpha1', 'BaselineAdminNetworkPolicy', name, spec);
}
