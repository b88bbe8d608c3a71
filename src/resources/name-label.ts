/** The label that the API server forces onto every namespace: its name. */
export const NAME_LABEL = 'kubernetes.io/metadata.name';
