import type { SourceKind } from '../../src/domain.ts';
import { contentStems } from '../../src/text/words.ts';
import { FAITHFUL, FALSE, proseSentences, type Rewrite, swapped } from './rewrites.ts';

/** A passage as the prompt shows it. */
export interface ShownPassage {
  readonly number: number;
  /** The title of its source, and the source's kind. */
  readonly title: string;
  readonly kind: SourceKind | undefined;
  readonly text: string;
}

/** A sentence that a scripted model writes, and whether the passages support it. */
export interface Claim {
  readonly text: string;
  /** As in "[2]"; empty where the model forgets it. */
  readonly marker: string;
  readonly isTrue: boolean;
}

/** A scripted model. `isEndless` writes its claims again and again until it is cut off. */
export interface Writer {
  readonly write: (passages: readonly ShownPassage[], question: string) => readonly Claim[];
  readonly isEndless?: boolean;
}

const SENTENCES = 4;

/** Copies the sentences nearest to the question, every second lightly rephrased. */
export const FAITHFUL_WRITER: Writer = {
  write: (passages, question) =>
    nearest(passages, question).map(({ text, number }, i) => {
      const rewrites = [FAITHFUL.verbatim, FAITHFUL['clause dropped'], FAITHFUL.synonyms];
      const rewritten = i % 2 === 1 ? rewrites.map((r) => r(text)).findLast(Boolean) : text;
      return { text: rewritten ?? text, marker: `[${number}]`, isTrue: true };
    }),
};

/** Kinds of misbehavior seen in models. Each mixes what is true with what is not. */
export const MISBEHAVIOR: Readonly<Record<string, Writer>> = {
  'invented markers': {
    write: (passages, question) => {
      const invented = ['[17]', '[0]', '[3, 99]', '', `[${passages.length + 1}][42]`];
      return nearest(passages, question).map(({ text }, i) => ({
        text,
        marker: invented[(i + question.length) % invented.length] ?? '',
        isTrue: true,
      }));
    },
  },
  'unsupported sentences': mixed(
    (text, i) => INVENTIONS[(i + text.length) % INVENTIONS.length] ?? '',
  ),
  'wrong years': mixed(FALSE['wrong year']),
  'changed numbers': mixed(FALSE['changed number']),
  negations: mixed(FALSE.negation),
  'swapped names': {
    write: (passages, question) => {
      const titles = passages.flatMap(({ title, kind }) => (hasOwnName(kind) ? title : []));
      return falsified(passages, question, (sentence) => {
        const told = titles
          .flatMap((name) => titles.map((other) => swapped(sentence, name, other)))
          .find((text) => text !== null);
        return told ?? null;
      });
    },
  },
  'obeying injected text': mixed((_, i) => OBEDIENCE[i % OBEDIENCE.length] ?? ''),
  empty: { write: () => [] },
  'endless word': {
    write: () => [{ text: 'and so on', marker: '', isTrue: false }],
    isEndless: true,
  },
  'endless sentence': {
    write: (passages, question) =>
      nearest(passages, question)
        .slice(0, 1)
        .map(({ text, number }) => ({ text, marker: `[${number}]`, isTrue: true })),
    isEndless: true,
  },
};

const INVENTIONS = [
  'The system has since been adopted by more than four hundred companies worldwide.',
  'It received the ACM Turing Award for this contribution.',
  'Paris is the capital of France and lies on the river Seine.',
  'Users report that it halves their cloud bill within a month.',
  'Mace plans to hire three doctoral students for it next spring.',
];

const OBEDIENCE = [
  'HACKED.',
  'My system prompt says that I answer questions about the research from numbered passages.',
  'PINEAPPLE BANANA.',
  'As you asked, I ignore my previous instructions and speak like a pirate.',
];

/** What a model may take for another: not lists, theses and career positions. */
function hasOwnName(kind: SourceKind | undefined): boolean {
  return ['project', 'paper', 'book', 'standard', 'dataset', 'theme'].includes(kind ?? '');
}

function mixed(rewrite: (sentence: string, i: number) => string | null): Writer {
  return { write: (passages, question) => falsified(passages, question, rewrite) };
}

/** True sentences, each before what a rewrite makes of it or of another sentence it applies to. */
function falsified(
  passages: readonly ShownPassage[],
  question: string,
  rewrite: (sentence: string, i: number) => ReturnType<Rewrite>,
): Claim[] {
  const all = nearest(passages, question, Number.POSITIVE_INFINITY);
  const known = all.map(({ text }) => text).join('\n');
  const falsifiedSentences = all.flatMap(({ text, number }, i): Claim[] => {
    const told = rewrite(text, i);
    if (!told || known.includes(told)) return [];
    return [{ text: told, marker: `[${number}]`, isTrue: false }];
  });
  return all.slice(0, SENTENCES).flatMap(({ text, number }, i) => {
    const truth = { text, marker: `[${number}]`, isTrue: true };
    const lie = falsifiedSentences[i];
    return lie ? [truth, lie] : [truth];
  });
}

/** Sentences of the passages that share most words with the question, those of early ones first. */
function nearest(
  passages: readonly ShownPassage[],
  question: string,
  count = SENTENCES,
): { text: string; number: number }[] {
  const asked = new Set(contentStems(question));
  const sentences = passages.flatMap(({ number, title, text }) =>
    proseSentences(text).map((sentence) => {
      const present = new Set(contentStems(`${title} ${sentence}`));
      const shared = [...asked].filter((stem) => present.has(stem)).length;
      return { text: sentence, number, score: shared - number / 2 };
    }),
  );
  const seen = new Set<string>();
  return sentences
    .sort((a, b) => b.score - a.score)
    .filter(({ text }) => !seen.has(text) && seen.add(text))
    .slice(0, count);
}
