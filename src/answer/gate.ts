import type { Hit, Vector } from '../domain.ts';
import {
  COMMON,
  commonness,
  contentStems,
  FREQUENT,
  isEnglishWord,
  isNameOrNumber,
  isStopWord,
  type Word,
  wordsOf,
} from '../text/words.ts';
import { askedFacets, isAskingWord, isPost } from './intent.ts';
import type { Knowledge } from './knowledge.ts';
import { isListing } from './list-question.ts';
import type { Mention } from './names.ts';
import type { Statement } from './statement.ts';

/** What speaks for and against the corpus holding an answer. */
export interface Evidence {
  /** The best cosine of the question and a sentence that tells something. */
  readonly sentence: number;
  /** The best cosine of the question and a passage of the best source, as a whole. */
  readonly passage: number;
  /** The best cosine of the question and whatever the best source is found by. */
  readonly nearest: number;
  /** The share of the question's content words, weighed by rarity, that the best source has. */
  readonly coverage: number;
  /** Content words of the question, names left out. */
  readonly words: number;
  /** Whether the best source lacks what the few words turn on; names are left out. */
  readonly isOffTopic: boolean;
  /** Whether the question names the source. */
  readonly isNamed: boolean;
  /** Whether there are cosines. */
  readonly hasVectors: boolean;
}

/**
 * A logistic regression: above `THRESHOLD` the question is taken to be covered. Fitted to questions
 * of CLAP NQ with and without an answer, to the corpus's own ways of asking (each left out in turn)
 * against questions of CLAP NQ, and to the golden questions marked "tune"; then moved, by a local
 * search, to where half of CLAP NQ and those golden questions are ranked best. The constant is the
 * golden questions' alone. The figures are in docs/evaluation.md.
 */
const WEIGHTS = {
  sentence: 5,
  passage: 3.8,
  nearest: 4.8,
  coverage: 2,
  words: 1.8,
  constant: -9,
};
const THRESHOLD = 0;
/** A sentence this near may say the same in other words. */
export const NEAR = 0.55;
/** Without vectors: this share of the question's weight has to be covered. */
const KEYWORD_COVERAGE = 0.6;

export interface GateInput {
  readonly question: string;
  readonly vector: Vector | null;
  readonly mentions: readonly Mention[];
  readonly hits: readonly Hit[];
  /** Whether the hits are of one source that is weighed whatever the question names. */
  readonly isOfOne?: boolean;
}

export function weighEvidence(
  knowledge: Knowledge,
  { question, vector, mentions, hits, isOfOne = false }: GateInput,
): Evidence {
  const sources = mentions.filter(({ type }) => type === 'source' && !isOfOne);
  const named = new Set(sources.flatMap(({ sourceIds }) => sourceIds));
  const pool = hits.filter(({ source }) =>
    named.size > 0 ? named.has(source.id) : source.kind !== 'list',
  );
  const cosines = vector
    ? pool.flatMap(({ passage, source }) => {
        const near = knowledge.cosines(passage, vector);
        if (!near) return [];
        // Facts, like titles, name the source and little else, which makes them near to all that is asked of it.
        const stems = knowledge.sentenceStems(passage);
        const told = near.sentences.filter(
          (_, i) => !passage.sentences[i]?.facet && (stems[i]?.size ?? 0) >= LEAST_STEMS,
        );
        return [{ ...near, sourceId: source.id, sentence: Math.max(0, ...told) }];
      })
    : [];
  const sentence = Math.max(0, ...cosines.map((near) => near.sentence));
  // Of the first source alone: what is near by topic is seldom the nearest as a whole.
  const ofFirst = ({ sourceId }: { sourceId: string }) => sourceId === pool[0]?.source.id;
  const passage = Math.max(0, ...cosines.filter(ofFirst).map((near) => near.passage));
  const nearest = Math.max(
    0,
    ...pool.filter(({ passage }) => ofFirst(passage)).map((hit) => hit.why.cosine ?? 0),
  );
  const words = contentWords(question, mentions);
  const best = pool[0] ?? hits[0];
  const present = best ? knowledge.sourceStems(best.source.id) : new Set<string>();
  const weigh = (list: readonly Word[]) =>
    list.reduce((sum, word) => sum + knowledge.weight(word.stem), 0);
  const coverage =
    words.length === 0 ? 1 : weigh(words.filter((w) => present.has(w.stem))) / weigh(words);
  return {
    sentence,
    passage,
    nearest,
    coverage,
    words: words.length,
    isOffTopic:
      named.size > 0
        ? words.length <= MAX_POINTED_WORDS &&
          ((words.length > 1 && coverage === 0) || !hasRarest(words, present))
        : words.length <= FEW_WORDS && (coverage === 0 || !hasRarest(words, present)),
    isNamed: named.size > 0,
    hasVectors: cosines.length > 0,
  };
}

/** Whether the word that says most is among the stems; words that say little say nothing here. */
function hasRarest(words: readonly Word[], stems: ReadonlySet<string>): boolean {
  const rare = words.filter((word) => commonness(word.form) < FREQUENT);
  const rarest = rare.sort((a, b) => commonness(a.form) - commonness(b.form))[0];
  return !rarest || stems.has(rarest.stem);
}

/** Log-odds that the corpus covers a question with this evidence. */
export function logOdds(evidence: Evidence): number {
  return (
    WEIGHTS.sentence * evidence.sentence +
    WEIGHTS.passage * evidence.passage +
    WEIGHTS.nearest * evidence.nearest +
    WEIGHTS.coverage * evidence.coverage +
    WEIGHTS.words * Math.log(1 + evidence.words) +
    WEIGHTS.constant
  );
}

export function isCovered(evidence: Evidence): boolean {
  if (!evidence.hasVectors) return evidence.coverage >= KEYWORD_COVERAGE;
  if (evidence.isOffTopic && evidence.sentence < NEAR) return false;
  if (evidence.isNamed && evidence.coverage === 1) return true;
  return logOdds(evidence) >= THRESHOLD;
}

/** So few words that none of them is incidental. */
const FEW_WORDS = 4;
/** A heading or a title that stands as a sentence tells nothing. */
const LEAST_STEMS = 5;
/** In a longer question a name or number may be incidental. */
const MAX_POINTED_WORDS = 7;
const ASKS =
  /\?|^\W*(who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|had|can|could|will|would)\b/i;
/** "Which grade did …": what is asked for is of a kind that has a name. */
const KIND =
  /^\W*(?:(?:in|on|at|for|of|under|with|by|to|from) )?(?:what|which) ((?:[\p{L}-]+ ){0,2}?[\p{L}-]+) (?:is|was|are|were|did|does|do|has|have|had|got|gets?|can|will|would)\b/iu;
const QUANTITY = /\bhow (many|much|old|tall|often|long|fast|large|big)\b|\bpercent(age)?\b/i;
/** Words from a number to what it counts: "over 100 hitherto unknown retry bugs". */
const COUNT_REACH = 6;
/** A number that is no year. */
export const FIGURE = /(?<![\d.,])(?!(?:19|20)\d\d\b)\d+/;
const AGE = /\bhow old\b/i;
const AGE_TOLD = /\b(?:years? old|aged?|born)\b/i;
const SHARE = /\bpercent(?:age)?\b|%/i;
const NUMBER =
  /(?<![\d.,])(?!(?:19|20)\d\d\b)\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|millions?|billions?)\b/i;

/**
 * Whether statements leave out what a short question turns on: a name or a number that they and
 * their sources' titles do not have, or a quantity that they do not give. Near is not there.
 */
export function missesThePoint(
  knowledge: Knowledge,
  question: string,
  mentions: readonly Mention[],
  statements: readonly Statement[],
): boolean {
  if (!ASKS.test(question) || contentWords(question, []).length > MAX_POINTED_WORDS) return false;
  const isOfOwner = (word: Word) => mentions.some((m) => m.type === 'owner' && within(word, m));
  const pointed = wordsOf(question).filter(
    (word, i) =>
      isNameOrNumber(question, word, i) &&
      !isOfOwner(word) &&
      // "URL", "DOI", "PDF" ask, they do not name.
      askedFacets(word.form).length === 0,
  );
  const namesWork = mentions.some(({ type }) => type === 'source');
  // Who names no work may describe it by a term that it is asked for with: "CO2".
  const isAskedFor = ({ quotes }: Statement, { stem, start, end }: Word) =>
    !namesWork &&
    isAcronym(question.slice(start, end)) &&
    quotes.some(({ source }) => contentStems(source.asks.join('\n')).includes(stem));
  const isMet = statements.some((statement) => {
    const said = stemsAround(statement);
    return pointed.every((word) => said.has(word.stem) || isAskedFor(statement, word));
  });
  if (pointed.length > 0 && !isMet) return true;
  if (!tellsKind(knowledge, question, statements)) return true;
  if (!QUANTITY.test(question)) return false;
  // Pages and years of a publication are not what is counted.
  const text = statements
    .filter((statement) => !isFact(statement))
    .map((statement) => statement.text)
    .join('\n');
  const told = SHARE.test(question) ? SHARE : AGE.test(question) ? AGE_TOLD : NUMBER;
  if (!told.test(text)) return true;
  const counted = /\bhow (?:many|much) ([\p{L}-]+)/iu.exec(question)?.[1];
  const [thing] = wordsOf(counted ?? '');
  if (!thing || isStopWord(thing.form) || commonness(thing.form) >= COMMON) return false;
  const words = wordsOf(text);
  const isCounted = words.some(
    ({ stem }, i) =>
      stem === thing.stem &&
      words.slice(Math.max(0, i - COUNT_REACH), i).some(({ form }) => NUMBER.test(form)),
  );
  // "Students: 61", as a row of a table tells it.
  const isInColumn = text.split(/[;\n]/).some((cell) => {
    const [name = '', value = ''] = cell.split(/: (?=[^:]*$)/);
    return NUMBER.test(value) && contentStems(name).includes(thing.stem);
  });
  // "Six issues" may be the bugs that the source is about.
  const isAmong = statements.some(
    (statement) =>
      FIGURE.test(statement.text) &&
      statement.quotes.some(({ source }) => contentStems(source.title).includes(thing.stem)),
  );
  return !isCounted && !isInColumn && !isAmong;
}

/**
 * Whether what is asked for by the name of its kind, "which grade", can be in statements: they or
 * their sources know a word of the kind, or it is one that says little.
 */
function tellsKind(
  knowledge: Knowledge,
  question: string,
  statements: readonly Statement[],
): boolean {
  const words = wordsOf(KIND.exec(question)?.[1] ?? '').filter(({ form }) => !isStopWord(form));
  if (words.length === 0) return true;
  const sources = statements.flatMap(({ quotes }) => quotes.map(({ source }) => source));
  return words.some(
    ({ form, stem }) =>
      commonness(form) >= FREQUENT ||
      askedFacets(form).length > 0 ||
      isListing(form, knowledge.names.kinds) ||
      isPost(form) ||
      isAskingWord(form) ||
      sources.some((source) => knowledge.sourceStems(source.id).has(stem)),
  );
}

/** The stems of a statement and of the names of what it quotes. */
function stemsAround({ text, quotes }: Statement): Set<string> {
  const names = quotes.flatMap(({ source, passage }) => [
    source.title,
    source.fullTitle ?? '',
    source.venue ?? '',
    String(source.year ?? ''),
    ...source.aliases,
    ...passage.headings,
  ]);
  return new Set(wordsOf([text, ...names].join('\n')).map((word) => word.stem));
}

function isFact({ quotes }: Statement): boolean {
  return quotes.some(({ passage, start }) =>
    passage.sentences.some((sentence) => sentence.start === start && sentence.facet),
  );
}

function isAcronym(written: string): boolean {
  return /\p{L}/u.test(written) && /^[\p{Lu}\d-]+$/u.test(written);
}

function contentWords(question: string, mentions: readonly Mention[]): Word[] {
  return wordsOf(question).filter(
    (word) => !isStopWord(word.form) && !mentions.some((mention) => within(word, mention)),
  );
}

function within(word: Word, mention: Mention): boolean {
  return word.start >= mention.start && word.end <= mention.end;
}

/** Half of its words besides names are in no English word list: it is in another language. */
export function isForeignLanguage(
  knowledge: Knowledge,
  question: string,
  mentions: readonly Mention[],
): boolean {
  const words = wordsOf(question).filter((word) => !mentions.some((m) => within(word, m)));
  const unknown = words.filter((word) => !isEnglishWord(word.form) && !knowledge.has(word.stem));
  return words.length > 0 && unknown.length / words.length >= 0.5;
}
