import distance from 'damerau-levenshtein';
import { hasDigit } from '../text/characters.ts';
import { commonness, isEnglishWord, isStopWord, type Word, wordsOf } from '../text/words.ts';

/** What a text is mended with. */
export interface Vocabulary {
  /** The words of all names. */
  readonly nameWords: ReadonlySet<string>;
  /** Those of them that a typing error may stand for. */
  readonly candidates: readonly string[];
  /** Whether the corpus has a word of this stem. */
  readonly hasWord: (stem: string) => boolean;
}

/**
 * A text with typing errors mended where a word is neither English nor known to the corpus, but
 * nearly a name's word or several words run together; and a name that stands apart put together.
 */
export function mend(text: string, vocabulary: Vocabulary): string {
  let mended = joined(apart(text, vocabulary), vocabulary.nameWords);
  const mistyped = wordsOf(mended).filter((word) => isMistyped(word, vocabulary));
  for (const word of mistyped.slice(0, MAX_MENDED).reverse()) {
    const better = correction(word, vocabulary);
    if (better) mended = mended.slice(0, word.start) + better + mended.slice(word.end);
  }
  return mended;
}

/** Words of a text that are mended at most: who mistypes more asks nothing. */
const MAX_MENDED = 40;

/** Letters of a word without spaces that may be several, and how many words it has to be. */
const MIN_RUN = 9;
const MAX_RUN = 60;
const MIN_WORDS = 3;
/** Occurrences in a million words of speech, as a power of ten, of a word that is run together. */
const USUAL = 1;

/** The text with "what is lantern" for "whatislantern", where a name is among the words. */
function apart(text: string, { nameWords, hasWord }: Vocabulary): string {
  const runs = wordsOf(text).filter(
    ({ form, stem }) =>
      form.length >= MIN_RUN && form.length <= MAX_RUN && !isEnglishWord(form) && !hasWord(stem),
  );
  return runs.slice(0, MAX_MENDED).reduceRight((rest, { form, start, end }) => {
    const words = segment(form, { nameWords, hasWord });
    const hasName = words.some((word) => nameWords.has(word) && word.length >= 4);
    // "theLantern": a small word and a name.
    const isSmall = words.length === 2 && words.some(isStopWord);
    return hasName && (isSmall || words.length >= MIN_WORDS)
      ? rest.slice(0, start) + words.join(' ') + rest.slice(end)
      : rest;
  }, text);
}

/** The likeliest words that letters run together are made of (Norvig 2009); empty if there are none. */
function segment(
  letters: string,
  { nameWords, hasWord }: Pick<Vocabulary, 'nameWords' | 'hasWord'>,
): string[] {
  const best: ({ words: string[]; score: number } | undefined)[] = [{ words: [], score: 0 }];
  for (let end = 1; end <= letters.length; end++) {
    for (let start = 0; start < end; start++) {
      const before = best[start];
      const word = letters.slice(start, end);
      const isName = nameWords.has(word) && word.length > 1;
      const isUsual = commonness(word) >= USUAL && (word.length > 1 || word === 'a');
      const isOfCorpus = word.length >= 4 && isEnglishWord(word) && hasWord(stemOf(word));
      const isWord = isName || isUsual || isOfCorpus;
      if (!before || !isWord) continue;
      // The logarithm of its share of all words; a name is taken for a rare one.
      const score = before.score + (isName ? 0 : commonness(word)) - 6;
      if (score > (best[end]?.score ?? Number.NEGATIVE_INFINITY)) {
        best[end] = { words: [...before.words, word], score };
      }
    }
  }
  return best[letters.length]?.words ?? [];
}

function stemOf(word: string): string {
  return wordsOf(word)[0]?.stem ?? '';
}

/** The text with "micro bricks" for "microbricks", where that is a word of a name. */
function joined(text: string, nameWords: ReadonlySet<string>): string {
  const words = wordsOf(text);
  return words.reduceRight((rest, word, i) => {
    const next = words[i + 1];
    const isApart = next && [' ', '-'].includes(text.slice(word.end, next.start));
    const isSplit = isApart && !nameWords.has(word.form) && nameWords.has(word.form + next.form);
    return isSplit ? rest.slice(0, word.end) + rest.slice(next.start) : rest;
  }, text);
}

/** Whether a word is neither English nor of the corpus, and long enough to be told from others. */
function isMistyped({ form, stem }: Word, { hasWord }: Vocabulary): boolean {
  return form.length >= 5 && !hasDigit(form) && !isEnglishWord(form) && !hasWord(stem);
}

/** The known word that a mistyped one stands for, if it is near enough (Damerau 1964). */
function correction({ form }: Word, { candidates }: Vocabulary): string | null {
  const allowed = form.length < 8 ? 1 : 2;
  let best: { form: string; steps: number } | null = null;
  for (const candidate of candidates) {
    // Who mistypes a word seldom mistypes its first letter.
    if (candidate[0] !== form[0] || Math.abs(candidate.length - form.length) > allowed) continue;
    const { steps } = distance(form, candidate);
    if (steps <= allowed && steps < (best?.steps ?? Number.POSITIVE_INFINITY)) {
      best = { form: candidate, steps };
    }
  }
  return best?.form ?? null;
}
