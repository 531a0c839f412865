import distance from 'damerau-levenshtein';
import type { Source, SourceKind } from '../domain.ts';
import { isEnglishWord, isStopWord, type Word, wordsOf } from '../text/words.ts';

/** What a name in a question stands for. */
export type NameType = 'source' | 'topic' | 'person' | 'venue' | 'owner';

/** A name of the corpus, found in a text. */
export interface Mention {
  readonly type: NameType;
  /** The name as the corpus writes it. */
  readonly name: string;
  /** The sources that bear it (`source`, `topic`), are by that person, or appeared there. */
  readonly sourceIds: readonly string[];
  /** The kind of the source that bears it; null for a person, a venue, and a topic without a theme. */
  readonly kind: SourceKind | null;
  readonly start: number;
  readonly end: number;
}

export interface NameIndex {
  /** The names in a text, in order, the longest where they overlap. */
  find(text: string): Mention[];
  /** The text with typing errors mended, where a word is no English word but nearly one known here. */
  correct(text: string): string;
  /** Whether the corpus has a word of this stem. */
  readonly isKnown: (stem: string) => boolean;
  /** The researcher, if the corpus has a source of kind `person`. */
  readonly owner: Source | null;
}

interface Entry {
  readonly type: NameType;
  readonly name: string;
  readonly words: readonly Word[];
  readonly kind: SourceKind | null;
  readonly sourceIds: Set<string>;
}

/** When a name means several things, the first of these wins. */
const PRECEDENCE: readonly NameType[] = ['source', 'owner', 'person', 'topic', 'venue'];

export function buildNameIndex(
  sources: readonly Source[],
  hasWord: (stem: string) => boolean,
): NameIndex {
  const owner = sources.find((source) => source.kind === 'person') ?? null;
  const entries = new Map<string, Entry[]>();
  const nameWords = new Set<string>();
  const add = (type: NameType, name: string, { id, kind }: Source) => {
    const bearer = type === 'source' || type === 'owner' ? kind : null;
    const words = wordsOf(name);
    const first = words[0];
    if (!first || words.every((word) => isStopWord(word.form))) return;
    const list = entries.get(first.stem) ?? [];
    entries.set(first.stem, list);
    const same = list.find((entry) => entry.type === type && bears(entry.words, words));
    if (same) same.sourceIds.add(id);
    else list.push({ type, name, words, kind: bearer, sourceIds: new Set([id]) });
    for (const { form } of words) if (form.length >= 4 && !isStopWord(form)) nameWords.add(form);
  };
  for (const source of sources) {
    if (source.kind === 'text' || source.kind === 'list') continue;
    const isOwner = source === owner;
    const type = isOwner ? 'owner' : source.kind === 'theme' ? 'topic' : 'source';
    for (const name of [source.title, source.fullTitle, ...source.aliases]) {
      if (name) add(type, name, source);
    }
    if (!isOwner) add(type, source.id.replaceAll('-', ' '), source);
    for (const topic of source.topics) add('topic', topic, source);
    if (source.venue) add('venue', source.venue, source);
    for (const person of source.people) {
      if (person === owner?.title) continue;
      add('person', person, source);
      add('person', wordsOf(person).at(-1)?.form ?? '', source);
    }
  }
  if (owner) add('owner', wordsOf(owner.title).at(-1)?.form ?? '', owner);
  for (const list of entries.values()) {
    list.sort(
      (a, b) =>
        b.words.length - a.words.length || PRECEDENCE.indexOf(a.type) - PRECEDENCE.indexOf(b.type),
    );
  }
  const candidates = [...nameWords];

  return {
    owner,
    isKnown: hasWord,
    find(text) {
      const words = wordsOf(text);
      const mentions: Mention[] = [];
      for (let i = 0; i < words.length; ) {
        const entry = entries
          .get(words[i]?.stem ?? '')
          ?.find(({ words: name }) => bears(name, words.slice(i, i + name.length)));
        const last = entry && words[i + entry.words.length - 1];
        if (!entry || !last) {
          i++;
          continue;
        }
        mentions.push({
          type: entry.type,
          name: entry.name,
          kind: entry.kind,
          sourceIds: [...entry.sourceIds],
          start: words[i]?.start ?? 0,
          end: last.end,
        });
        i += entry.words.length;
      }
      return mentions;
    },
    correct(text) {
      let corrected = text;
      for (const word of wordsOf(text).reverse()) {
        const better = correction(word, candidates, hasWord);
        if (better) corrected = corrected.slice(0, word.start) + better + corrected.slice(word.end);
      }
      return corrected;
    },
  };
}

/** Whether words are a name: by their stems, a single word by itself or its plural ("traces" is not "tracing"). */
function bears(name: readonly Word[], words: readonly Word[]): boolean {
  if (name.length !== words.length) return false;
  const [only, word] = [name[0], words[0]];
  if (name.length > 1 || !only || !word) return name.every((w, i) => w.stem === words[i]?.stem);
  return only.form === word.form || `${only.form}s` === word.form || only.form === `${word.form}s`;
}

/** The known word that a mistyped one stands for, if it is near enough (Damerau 1964). */
function correction(
  word: Word,
  candidates: readonly string[],
  hasWord: (stem: string) => boolean,
): string | null {
  const { form } = word;
  if (form.length < 5 || /\d/.test(form) || isEnglishWord(form) || hasWord(word.stem)) return null;
  const allowed = form.length < 8 ? 1 : 2;
  let best: { form: string; steps: number } | null = null;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - form.length) > allowed) continue;
    const { steps } = distance(form, candidate);
    if (steps <= allowed && steps < (best?.steps ?? Number.POSITIVE_INFINITY)) {
      best = { form: candidate, steps };
    }
  }
  return best?.form ?? null;
}
