/** What is wrong with a corpus, or looks so. */
export interface Diagnosis {
  /** An error keeps the index from being built, or a visitor from following a link. */
  readonly severity: 'error' | 'warning';
  readonly check:
    | 'reading'
    | 'owner'
    | 'duplicate'
    | 'contradiction'
    | 'misspelling'
    | 'not-found'
    | 'link'
    | 'hidden-character';
  /** Relative to the corpus folder; null if it is about the whole corpus. */
  readonly file: string | null;
  readonly line: number | null;
  /** What it is, and what to do. */
  readonly message: string;
}

/** A file of the corpus, by its lines. */
export interface TextFile {
  readonly name: string;
  readonly lines: readonly string[];
}

/** The line, from 1, on which the first of some texts stands that stands anywhere. */
export function lineOf({ lines }: TextFile, ...texts: readonly string[]): number | null {
  for (const text of texts) {
    const at = lines.findIndex((line) => line.includes(text));
    if (at >= 0) return at + 1;
  }
  return null;
}
