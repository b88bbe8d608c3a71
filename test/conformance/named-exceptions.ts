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
  {
    corpus: 'netpol-analyzer',
    name: 'Input_dir_has_pods_with_same_owner_name_w_different_labels_selected_by_policy_should_return_fatal_error2',
    reason:
      'refuses pods of one owner with different labels, since it shows them as one workload; here each is judged by itself',
  },
];
