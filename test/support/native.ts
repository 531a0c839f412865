/** Whether hnswlib-node was compiled at the installation; it is optional, and exact search stands in. */
export const isHnswBuilt: boolean = await import('hnswlib-node').then(
  () => true,
  () => false,
);
