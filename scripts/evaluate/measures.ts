/** Grades by document, above 0 for a relevant one. */
export type Judgments = ReadonlyMap<string, number>;

export interface Measures {
  readonly ndcg10: number;
  readonly mrr10: number;
  readonly recall10: number;
  readonly recall100: number;
}

/** The measures of one ranking, best first, as trec_eval takes them: linear gain, log2 discount. */
export function measure(ranking: readonly string[], judgments: Judgments): Measures {
  const grade = (document: string) => Math.max(0, judgments.get(document) ?? 0);
  const ideal = [...judgments.values()].filter((value) => value > 0).sort((a, b) => b - a);
  const gain = (grades: readonly number[]) =>
    grades.slice(0, 10).reduce((sum, value, i) => sum + value / Math.log2(i + 2), 0);
  const recall = (depth: number) =>
    ranking.slice(0, depth).filter((document) => grade(document) > 0).length / ideal.length;
  const first = ranking.slice(0, 10).findIndex((document) => grade(document) > 0);
  return {
    ndcg10: gain(ranking.map(grade)) / gain(ideal),
    mrr10: first < 0 ? 0 : 1 / (first + 1),
    recall10: recall(10),
    recall100: recall(100),
  };
}

export function mean(measures: readonly Measures[]): Measures {
  const of = (name: keyof Measures) =>
    measures.reduce((sum, one) => sum + one[name], 0) / measures.length;
  return {
    ndcg10: of('ndcg10'),
    mrr10: of('mrr10'),
    recall10: of('recall10'),
    recall100: of('recall100'),
  };
}
