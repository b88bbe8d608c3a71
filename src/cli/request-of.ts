import type { GateRequest } from '../gate/request.ts';
import type { Settings } from './read-command.ts';

/** What every command asks of the gate, from the settings of a command line and the inputs that were opened. */
export function requestOf(
  settings: Settings,
  { workspace, base, manifests }: Pick<GateRequest, 'workspace' | 'base' | 'manifests'>,
): GateRequest {
  return { workspace, base, manifests, ...settingsOf(settings) };
}

/** What every command is told of the cluster. */
export function settingsOf({
  namespace,
  dataplane,
  podCIDRs,
}: Settings): Pick<GateRequest, 'namespace' | 'dataplane' | 'podCIDRs'> {
  return {
    ...(namespace !== undefined && { namespace }),
    ...(dataplane !== undefined && { dataplane }),
    ...(podCIDRs !== undefined && { podCIDRs }),
  };
}
