import type { Hit, Passage, RecordTiming, Source, Vector } from '../domain.ts';
import type { NameIndex } from './names.ts';
import type { Statement } from './statement.ts';

/** What the answers are made from: the opened index, as this part of the code sees it. */
export interface Knowledge {
  readonly sources: readonly Source[];
  readonly names: NameIndex;
  source(id: string): Source | undefined;
  /** In the order of the text; the facts of the front matter are last. */
  passagesOf(sourceId: string): readonly Passage[];
  /** The best passages, best first; those of named sources before all others. */
  search(question: string, options: SearchOptions): Promise<Hit[]>;
  /**
   * The cosines of a vector with the sentences of each passage, −1 to 1, in order; null where there
   * are no vectors.
   */
  cosines(
    passages: readonly Passage[],
    vector: Vector,
    signal?: AbortSignal,
  ): Promise<readonly (readonly number[])[] | null>;
  /** The stems of each sentence of a passage, in order, and of its source's title. */
  sentenceStems(passage: Passage): readonly ReadonlySet<string>[];
  /** The sentence of the corpus that a text is, but for white space and punctuation. */
  locate(text: string): Statement | undefined;
  /** The BibTeX entries of some works. */
  bibtex(works: readonly Source[]): string;
  /** The words and names of a text from the corpus, remembered. */
  read(text: string): ReadText;
  /** How rare a stem is in the corpus: its inverse document frequency, above 0. */
  weight(stem: string): number;
  /** Whether the corpus has a word of this stem. */
  has(stem: string): boolean;
}

export interface ReadText {
  readonly stems: ReadonlySet<string>;
  /** The sources that its names lead to. */
  readonly named: ReadonlySet<string>;
}

export interface SearchOptions {
  /** The question's vector, or null where there is no embedder. */
  readonly vector: Vector | null;
  readonly named: ReadonlySet<string>;
  readonly limit: number;
  readonly record?: RecordTiming | undefined;
  readonly signal?: AbortSignal | undefined;
}
