import type { Service } from '../resources/resources.ts';
import type { DoorIndex } from './index-doors.ts';

/** A Service by name. */
export interface ServiceName {
  readonly namespace: string;
  readonly name: string;
}

/** What a name of a Service leads to; nothing, if it is a name for something that is not in the cluster. */
export interface FoundServices {
  readonly services: readonly Service[];
  /** Services that it may lead to, and that are not in the manifests. */
  readonly missing: readonly ServiceName[];
  /** Why it may lead elsewhere, completing "because …". */
  readonly doubt?: string;
}

/** The Service of a name (two, if it is defined twice); an `externalName` may be the name of another in the cluster. */
export function findServices(wanted: ServiceName, index: DoorIndex): FoundServices {
  const services: Service[] = [];
  const missing: ServiceName[] = [];
  const seen = new Set<string>();
  let doubt: string | undefined;
  const queue = [wanted];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const { namespace, name } = next;
    const id = `${namespace}/${name}`;
    if (seen.has(id)) continue;
    seen.add(id);
    const found = index.services(namespace, name);
    if (found.length === 0) missing.push(next);
    for (const service of found) {
      if (service.exposure.type !== 'ExternalName') {
        services.push(service);
        continue;
      }
      const alias = namesBehind(service, index);
      queue.push(...alias.names);
      if (alias.isGuess) doubt ??= `\`externalName: ${service.exposure.externalName}\` may be a name of another place`;
    }
  }
  return { services, missing, ...(doubt !== undefined && { doubt }) };
}

/** Services that an external name may stand for. */
function namesBehind(
  { namespace, exposure }: Service,
  { servicesCalled, isNamespace }: DoorIndex,
): { readonly names: readonly ServiceName[]; readonly isGuess: boolean } {
  // DNS: "characters … are to be compared in a case-insensitive manner" (RFC 1035, 2.3.3).
  const labels = (exposure.externalName ?? '').toLowerCase().replace(/\.$/, '').split('.');
  const [first = '', second = ''] = labels;
  const mark = labels.indexOf('svc', 2);
  if (mark >= 2) {
    // More labels in front are the name of one pod behind the Service.
    const [name = '', home = ''] = labels.slice(mark - 2);
    return { names: [{ name, namespace: home }], isGuess: mark > 2 };
  }
  if (labels.length === 2) {
    return isNamespace(second)
      ? { names: [{ name: first, namespace: second }], isGuess: true }
      : { names: [], isGuess: false };
  }
  if (labels.length > 2 || first === '') return { names: [], isGuess: false };
  // Whoever asks completes a bare name by a namespace, and it is not known whose.
  const others = servicesCalled(first).map(({ name, namespace: home }) => ({ name, namespace: home }));
  return { names: [{ name: first, namespace }, ...others], isGuess: true };
}
