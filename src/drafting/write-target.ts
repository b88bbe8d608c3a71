/** A target with its ports; IPv6 before a port takes brackets. */
export function writeTarget(term: string, ports: string | undefined): string {
  if (ports === undefined) return term;
  const isIpv6 = /^[0-9a-f.]*:[0-9a-f.]*:/i.test(term);
  return `${isIpv6 ? `[${term}]` : term}:${ports}`;
}
