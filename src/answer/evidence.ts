import type {
  Hit,
  Passage,
  Reader,
  RecordTiming,
  Sentence,
  Source,
  SourceKind,
  Vector,
} from '../domain.ts';
import { contentStems, isNameOrNumber, isStopWord, wordsOf } from '../text/words.ts';
import type { Knowledge } from './knowledge.ts';
import { without } from './names.ts';
import type { Reading, Want } from './types.ts';

/** A sentence of the corpus, and what speaks for its answering the question. */
export interface Told {
  readonly source: Source;
  readonly passage: Passage;
  readonly sentence: Sentence;
  /** Its position in the passage. */
  readonly index: number;
  readonly text: string;
  /** Of question and sentence, −1 to 1; 0 without vectors. */
  readonly cosine: number;
  /** The share of the question's content, names left out and weighed by rarity, that it has words for. */
  readonly coverage: number;
  /** The hybrid score of its passage, 0 where the search did not find it. */
  readonly found: number;
  /** What the reader says of it, as log-odds; null where it was not read. */
  readonly logit: number | null;
}

/** What was found for a reading. */
export interface Evidence {
  readonly reading: Reading;
  /** Null without an embedder. */
  readonly vector: Vector | null;
  /** The best passages, which an answer is made of. */
  readonly hits: readonly Hit[];
  /** These and those that follow. */
  readonly wide: readonly Hit[];
  /** The sentences of the passages found, and of the sources that are named; best first. */
  readonly told: readonly Told[];
  /** The sentence of a passage, as `told` has it. */
  sentence(passage: Passage, index: number): Told | undefined;
}

/** Passages that are searched for sentences, and for further works. */
const HITS = 10;
const WIDE = 60;
/** Sentences that are read, and at most so many passages that they stand in. */
const READ_SENTENCES = 12;
const READ_PASSAGES = 5;
/** Weights of the order in which sentences are read: the reader, where there is one, has the last word. */
const COVERAGE_SHARE = 0.3;
const PASSAGE_SHARE = 0.6;
/** What a unit of the reader's log-odds counts beside a cosine. */
const LOGIT_SHARE = 0.06;

export interface GatherOptions {
  readonly knowledge: Knowledge;
  readonly reader: Reader | null;
  readonly onModelError: (error: unknown) => void;
  readonly signal: AbortSignal;
  readonly record?: RecordTiming | undefined;
}

/** Searches for a reading, and reads the sentences that look best. */
export async function gather(
  reading: Reading,
  vector: Vector | null,
  { knowledge, reader, onModelError, signal, record }: GatherOptions,
): Promise<Evidence> {
  const named = new Set(reading.subjects.map(({ id }) => id));
  const wide = knowledge.search(reading.question, { vector, named, limit: WIDE, record });
  const hits = wide.slice(0, HITS);
  const passages = new Map<Passage, { source: Source; found: number }>();
  for (const { passage, source, why, score } of hits) {
    // A source that is named is found whatever it tells: what its name adds is no evidence.
    const rest = score - Number(why.named);
    passages.set(passage, { source, found: rest > 1 ? rest - 1 : rest });
  }
  for (const source of [...reading.subjects.slice(0, 3), ...wantedSources(reading, knowledge)]) {
    for (const passage of knowledge.passagesOf(source.id)) {
      if (!passages.has(passage)) passages.set(passage, { source, found: 0 });
    }
  }
  const weigh = weigher(reading, knowledge);
  const unread = [...passages].flatMap(([passage, { source, found }]) =>
    toldOf(passage, source, found, vector, weigh, knowledge),
  );
  unread.sort((a, b) => rank(b) - rank(a));
  const told = [...((reader && (await tryRead(reader))) ?? unread)];
  told.sort((a, b) => rank(b) - rank(a));
  const byPlace = new Map(told.map((one) => [`${one.passage.id} ${one.index}`, one]));

  /** Null where the reader fails: the choice goes on without it. */
  async function tryRead(reader: Reader): Promise<Told[] | null> {
    try {
      return await read(reading.question, unread, reader, signal, record);
    } catch (error) {
      signal.throwIfAborted();
      onModelError(error);
      return null;
    }
  }

  return {
    reading,
    vector,
    hits,
    wide,
    told,
    sentence: (passage, index) => byPlace.get(`${passage.id} ${index}`),
  };
}

/** Sources of kinds that tell what is wanted, whether or not the search finds them. */
function wantedSources({ wants }: Reading, { sources }: Knowledge): Source[] {
  return WANTED_KINDS.flatMap(([want, kinds]) =>
    (wants.get(want) ?? 0) < WANTED ? [] : sources.filter(({ kind }) => kinds.includes(kind)),
  );
}

const WANTED = 0.15;
const WANTED_KINDS: readonly (readonly [Want, readonly SourceKind[]])[] = [
  ['supervision', ['supervision']],
  ['students', ['supervision']],
  ['list-students', ['supervision']],
  ['employer', ['position', 'person']],
  ['role', ['position', 'person']],
  ['education', ['education']],
  ['advisor', ['education', 'person']],
  ['contact', ['person']],
];

function rank({ cosine, coverage, found, logit }: Told): number {
  return (
    cosine + COVERAGE_SHARE * coverage + PASSAGE_SHARE * found + LOGIT_SHARE * (logit ?? UNREAD)
  );
}
/** What stands for the log-odds of a sentence that was not read. */
const UNREAD = -6;

type Weigh = (present: ReadonlySet<string>) => number;

/** How much of what a question asks, besides names, some stems cover. */
function weigher({ question, mentions }: Reading, knowledge: Knowledge): Weigh {
  const rest = without(
    mentions.filter(({ type }) => type === 'source' || type === 'owner'),
    question,
  );
  const stems = [...new Set(contentStems(rest))];
  const total = stems.reduce((sum, stem) => sum + knowledge.weight(stem), 0);
  return (present) =>
    total === 0
      ? 0
      : stems.reduce((sum, stem) => sum + (present.has(stem) ? knowledge.weight(stem) : 0), 0) /
        total;
}

function toldOf(
  passage: Passage,
  source: Source,
  found: number,
  vector: Vector | null,
  weigh: Weigh,
  knowledge: Knowledge,
): Told[] {
  const cosines = vector && knowledge.cosines(passage, vector)?.sentences;
  const stems = knowledge.sentenceStems(passage);
  return passage.sentences.map((sentence, index) => ({
    source,
    passage,
    sentence,
    index,
    text: passage.text.slice(sentence.start, sentence.end),
    cosine: cosines?.[index] ?? 0,
    coverage: weigh(stems[index] ?? new Set()),
    found,
    logit: null,
  }));
}

/** The sentences with what the reader says of the best of them, each read among its neighbors. */
async function read(
  question: string,
  told: readonly Told[],
  reader: Reader,
  signal: AbortSignal,
  record: RecordTiming | undefined,
): Promise<Told[]> {
  const started = performance.now();
  const windows = new Map<Passage, { source: Source; first: number; last: number }>();
  for (const { passage, source, index } of told.slice(0, READ_SENTENCES)) {
    const window = windows.get(passage);
    if (!window && windows.size === READ_PASSAGES) continue;
    windows.set(passage, {
      source,
      first: Math.min(window?.first ?? index, index),
      last: Math.max(window?.last ?? index, index),
    });
  }
  const pieces = [...windows].map(([passage, { source, first, last }]) => ({
    passage,
    first,
    title: source.title,
    heading: passage.headings.at(-1) ?? '',
    sentences: passage.sentences
      .slice(first, last + 1)
      .map(({ start, end }) => passage.text.slice(start, end)),
  }));
  const logits = await reader.read(question, pieces, signal);
  const byPlace = new Map(
    pieces.flatMap(({ passage, first }, i) =>
      (logits[i] ?? []).map((logit, j) => [`${passage.id} ${first + j}`, logit] as const),
    ),
  );
  record?.('read', performance.now() - started);
  return told.map((one) => ({
    ...one,
    logit: byPlace.get(`${one.passage.id} ${one.index}`) ?? null,
  }));
}

/** The words of a question that name something or count, and that stand in no name of the corpus. */
export function pointedWords({ question, mentions }: Reading) {
  return wordsOf(question).filter(
    (word, i) =>
      isNameOrNumber(question, word, i) &&
      !isStopWord(word.form) &&
      !mentions.some(({ start, end }) => word.start >= start && word.end <= end),
  );
}
