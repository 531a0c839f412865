import type { ChatModel, Conversation, Embedder, Passage, Vector } from '../domain.ts';
import { sentenceSpans } from '../text/sentences.ts';
import type { Found } from './compose.ts';
import type { Knowledge } from './knowledge.ts';
import type { Statement } from './statement.ts';
import { findSupport } from './support.ts';
import { chatPrompt, NOT_COVERED } from './wording.ts';

/** Passages that the model is shown. */
const SHOWN = 8;
/** A model that will not stop is stopped. */
const MAX_CHARACTERS = 4000;

export interface GenerateParts {
  readonly name: string;
  readonly knowledge: Knowledge;
  readonly chatModel: ChatModel;
  readonly embedder: Embedder | null;
  readonly found: Found;
  readonly history: Conversation;
  readonly signal: AbortSignal;
}

/**
 * What a model writes, sentence by sentence, each released only when a quote of a passage carries
 * it. Sentences that nothing carries are left out; so are markers that name no passage.
 */
export async function* generateStatements(parts: GenerateParts): AsyncGenerator<Statement> {
  const { name, knowledge, chatModel, embedder, found, history, signal } = parts;
  const { question } = found.understanding;
  const hits = found.hits.slice(0, SHOWN);
  const prompt = chatPrompt(name, question, history, hits);
  for await (const { text, cited, isItem } of writtenSentences(
    chatModel.generate(prompt, signal),
  )) {
    let vector: Promise<Vector[]> | undefined;
    const cosines = async (passage: Passage) => {
      vector ??= embedder?.embed([text], signal);
      const [sentence] = (await vector) ?? [];
      return sentence ? (knowledge.cosines(passage, sentence)?.sentences ?? null) : null;
    };
    const quote = await findSupport(text, {
      question,
      names: knowledge.names,
      hits,
      cited,
      cosines,
    });
    if (quote) yield { text, quotes: [quote], isItem };
  }
}

export interface WrittenSentence {
  readonly text: string;
  /** Numbers of the passages that its markers name. */
  readonly cited: readonly number[];
  readonly isItem: boolean;
}

/**
 * Cuts a stream into sentences. A sentence is whole when the next has begun, since its markers may
 * stand before or after its full stop, and a piece may end anywhere.
 */
export async function* writtenSentences(
  pieces: AsyncIterable<string>,
): AsyncGenerator<WrittenSentence> {
  let buffer = '';
  let written = 0;
  for await (const piece of pieces) {
    buffer += piece;
    written += piece.length;
    const parts = split(buffer);
    const last = parts.at(-1);
    if (last === undefined) continue;
    yield* parts.slice(0, -1).flatMap(parse);
    buffer = last;
    if (written > MAX_CHARACTERS) break;
  }
  if (written <= MAX_CHARACTERS) yield* split(buffer).flatMap(parse);
}

/** Lines and sentences, each with the markers behind it; joined they are the text. */
function split(text: string): string[] {
  return text.split(/(?<=\n)/).flatMap((line) => {
    // Markers of equal length that no sentence can begin with, so that they stay with the one before.
    const masked = line.replace(
      /([.!?]["”’)]*)((?:\s*\[[\d,\s]*\])+)/g,
      (_, stop: string, marks: string) =>
        `${'_'.repeat(stop.length + marks.length - 1)}${stop.charAt(0)}`,
    );
    const starts = sentenceSpans(masked).map((span) => span.start);
    if (starts.length === 0) return [line];
    return starts.map((start, i) => line.slice(i === 0 ? 0 : start, starts[i + 1]));
  });
}

function parse(raw: string): WrittenSentence[] {
  const isItem = /^\s*(?:[-*•]|\d{1,2}[.)])\s/.test(raw);
  const cited = [...raw.matchAll(/\[([\d,\s]+)\]/g)].flatMap((match) =>
    (match[1] ?? '').split(',').map((number) => Number(number)),
  );
  const text = raw
    .replace(/^\s*(?:[-*•]|\d{1,2}[.)]|#{1,6})\s+/, '')
    .replace(/\s*\[[\d,\s]*\]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (!/\p{L}/u.test(text) || NOT_COVERED.test(text)) return [];
  return [{ text, cited, isItem }];
}
