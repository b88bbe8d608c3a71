const LABEL_NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** What is wrong with a label key (Kubernetes: a qualified name), or undefined. */
export function faultOfLabelKey(key: string): string | undefined {
  const slash = key.indexOf('/');
  const prefix = slash < 0 ? undefined : key.slice(0, slash);
  const name = key.slice(slash + 1);
  if (prefix !== undefined && faultOfSubdomain(prefix) !== undefined) {
    return 'what stands before `/` must be a DNS name like `app.kubernetes.io`';
  }
  if (name.length === 0 || name.length > 63) return 'a label key has 1 to 63 characters';
  return LABEL_NAME.test(name)
    ? undefined
    : 'a label key has letters, digits, `-`, `_` and `.`, and begins and ends with a letter or digit';
}

/** What is wrong with a label value, or undefined. */
export function faultOfLabelValue(value: string): string | undefined {
  if (value === '') return undefined;
  if (value.length > 63) return 'a label value has at most 63 characters';
  return LABEL_NAME.test(value)
    ? undefined
    : 'a label value has letters, digits, `-`, `_` and `.`, and begins and ends with a letter or digit';
}

/** What is wrong with an object name (DNS-1123 subdomain), or undefined. */
export function faultOfSubdomain(name: string): string | undefined {
  if (name.length > 253) return 'a name has at most 253 characters';
  return SUBDOMAIN.test(name)
    ? undefined
    : 'a name has lower case letters, digits, `-` and `.`, and begins and ends with a letter or digit';
}

/** What is wrong with a namespace name (DNS-1123 label), or undefined. */
export function faultOfNamespaceName(name: string): string | undefined {
  if (name.length > 63) return 'a namespace name has at most 63 characters';
  return DNS_LABEL.test(name)
    ? undefined
    : 'a namespace name has lower case letters, digits and `-`, and begins and ends with a letter or digit';
}

/** What is wrong with a port name (IANA_SVC_NAME), or undefined. */
export function faultOfPortName(name: string): string | undefined {
  if (/^\d+$/.test(name))
    return 'a port in quotes is a name, and a name needs a letter; remove the quotes for a number';
  const isName = name.length <= 15 && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name) && /[a-z]/.test(name);
  return isName && !name.includes('--')
    ? undefined
    : 'a port name has at most 15 lower case letters, digits and single `-`, and at least one letter';
}
