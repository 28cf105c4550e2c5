/** A telling word of a cluster with its weight; `share` of the cluster's people use it. */
export type Term = {
  readonly word: string;
  readonly weight: number;
  readonly share: number;
  /** Contrast of the word's own vector to the centroid (`weighTerms`); 0 before it is weighed. */
  readonly meaning: number;
  /** Of all people who use the word, the share who do so here: what nearly everybody says somewhere (小区, 孩子) is small. */
  readonly own: number;
};
