import type {
  Hit,
  Passage,
  RecordTiming,
  Sentence,
  Source,
  SourceKind,
  Vector,
} from '../domain.ts';
import { contentStems, isNameOrNumber, isStopWord, wordsOf } from '../text/words.ts';
import type { Knowledge } from './knowledge.ts';
import type { Memory } from './memory.ts';
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
}

/** What was found for a reading. */
export interface Evidence {
  readonly reading: Reading;
  /** What the conversation has shown. */
  readonly memory: Memory;
  /** Null without an embedder. */
  readonly vector: Vector | null;
  /** The best passages, which an answer is made of. */
  readonly hits: readonly Hit[];
  /** These and those that follow. */
  readonly wide: readonly Hit[];
  /** The sentences of the passages found, and of the sources that are named; best first. */
  readonly told: readonly Told[];
  /** How near the sentences of a passage are to the question; none where it was not compared. */
  cosines(passage: Passage): readonly number[];
  /** Compares more passages than those that were found. */
  compare(passages: Iterable<Passage>): Promise<void>;
  /** The sentence of a passage, as `told` has it. */
  sentence(passage: Passage, index: number): Told | undefined;
}

/** Passages that are searched for sentences, and for further works. */
const HITS = 10;
const WIDE = 60;
/** Weights of the order of sentences, beside the cosine. */
const COVERAGE_SHARE = 0.3;
const PASSAGE_SHARE = 0.6;

/** Searches for a reading, and ranks the sentences of what was found and is named. */
export async function gather(
  reading: Reading,
  vector: Vector | null,
  memory: Memory,
  knowledge: Knowledge,
  {
    record,
    signal,
  }: { readonly record?: RecordTiming | undefined; readonly signal?: AbortSignal } = {},
): Promise<Evidence> {
  const named = new Set(reading.subjects.map(({ id }) => id));
  const options = { vector, named, limit: WIDE, record, signal };
  const wide = await knowledge.search(reading.question, options);
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
  for (const passage of reading.passages) {
    const source = knowledge.source(passage.sourceId);
    if (source && !passages.has(passage)) passages.set(passage, { source, found: 0 });
  }
  const nearness = new Map<Passage, readonly number[]>();
  const cosines = (passage: Passage) => nearness.get(passage) ?? [];
  const compare = async (others: Iterable<Passage>) => {
    const unknown = [...new Set(others)].filter((passage) => !nearness.has(passage));
    if (!vector || unknown.length === 0) return;
    const near = await knowledge.cosines(unknown, vector, signal);
    unknown.forEach((passage, i) => void nearness.set(passage, near?.[i] ?? []));
  };
  await compare(passages.keys());
  const weigh = weigher(reading, knowledge);
  const told = [...passages]
    .flatMap(([passage, { source, found }]) =>
      toldOf(passage, source, found, cosines(passage), weigh, knowledge),
    )
    .sort((a, b) => rank(b) - rank(a));
  const byPlace = new Map(told.map((one) => [`${one.passage.id} ${one.index}`, one]));
  return {
    reading,
    memory,
    vector,
    hits,
    wide,
    told,
    cosines,
    compare,
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

function rank({ cosine, coverage, found }: Told): number {
  return cosine + COVERAGE_SHARE * coverage + PASSAGE_SHARE * found;
}

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
  cosines: readonly number[],
  weigh: Weigh,
  knowledge: Knowledge,
): Told[] {
  const stems = knowledge.sentenceStems(passage);
  return passage.sentences.map((sentence, index) => ({
    source,
    passage,
    sentence,
    index,
    text: passage.text.slice(sentence.start, sentence.end),
    cosine: cosines[index] ?? 0,
    coverage: weigh(stems[index] ?? new Set()),
    found,
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
