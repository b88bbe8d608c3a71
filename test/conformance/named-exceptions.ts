/** A case that disagrees because of its source, where no rule can tell. */
export interface NamedException {
  readonly corpus: string;
  readonly name: string;
  readonly reason: string;
}

/**
 * Cases excepted by name. It is an error if one of them agrees. Prefer a choice wherever the reason is general.
 */
export const NAMED_EXCEPTIONS: readonly NamedException[] = [
  {
    corpus: 'kube-network-policies',
    name: 'Test_adminNetworkPolicyAction-multiport-allow-egress-node-port',
    reason:
      'takes a `nodes` peer of v1alpha1 for the pods that run on such nodes; the API means the nodes (mended in its v1alpha2)',
  },
];
