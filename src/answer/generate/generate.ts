import type { ChatModel, ChatPrompt, Conversation, Hit, RecordTiming } from '../../domain.ts';
import {
  DEMONSTRATIVES,
  PERSON_PRONOUNS,
  PLURAL_PRONOUNS,
  THING_PRONOUNS,
} from '../../language/en/lexicon.ts';
import { instructionLines } from '../../text/instructions.ts';
import { squeezed, wordsOf } from '../../text/words.ts';
import type { NameIndex } from '../names.ts';
import type { Quote, Statement } from '../statement.ts';
import { batches } from './batches.ts';
import { missingFrom } from './check.ts';
import { locate } from './locate.ts';
import { nearestIn } from './nearest.ts';
import { chatPrompt, NOT_COVERED, REASONS, repairPrompt } from './prompts.ts';
import { type WrittenSentence, writtenSentences } from './sentences.ts';
import { timed } from './timed.ts';
import { verify } from './verify.ts';

/** Passages that the model is shown. */
const SHOWN = 8;

/** What a model writes from. */
export interface Material {
  /** Complete without the conversation. */
  readonly question: string;
  /** The first of these are shown to the model. */
  readonly hits: readonly Hit[];
}

export interface GenerateParts {
  readonly name: string;
  readonly names: NameIndex;
  readonly chatModel: ChatModel;
  /** Tells whether the quotes of a sentence carry it. Null looks at names, numbers and addresses alone. */
  readonly checkModel: ChatModel | null;
  readonly material: Material;
  readonly history: Conversation;
  /** What visitors say of themselves; empty if nothing. */
  readonly visitor: string;
  readonly signal: AbortSignal;
  /** Records the stages answer (the model writes) and check (do its quotes carry it?). */
  readonly record?: RecordTiming | undefined;
}

/** A sentence as it may be shown, or why it may not. */
interface Judged {
  readonly sentence: WrittenSentence;
  readonly statement: Statement | null;
  /** In words that the model is told; empty if there is nothing amiss. */
  readonly reason: string;
}

/**
 * What a model writes, each sentence released only when its quotes stand in the passages and carry
 * it. Those before the first that fails are released as they come. The model is asked once to mend
 * all that failed; what fails again is left out, and with it what only makes sense behind it.
 * @returns whether the model found that the passages do not tell it
 */
export async function* generateStatements(
  parts: GenerateParts,
): AsyncGenerator<Statement, { readonly isUntold: boolean }> {
  const stop = new AbortController();
  const signal = AbortSignal.any([parts.signal, stop.signal]);
  try {
    return yield* statementsOf({ ...parts, signal });
  } finally {
    stop.abort();
  }
}

async function* statementsOf(
  parts: GenerateParts,
): AsyncGenerator<Statement, { readonly isUntold: boolean }> {
  const { name, chatModel, material, history, visitor, signal } = parts;
  const hits = material.hits.slice(0, SHOWN);
  const prompt = chatPrompt({ name, question: material.question, history, hits, visitor });
  let written = '';
  const pieces = tapped(chatModel.generate(prompt, signal), (piece) => {
    written += piece;
  });
  const held: Judged[] = [];
  const mended = new Map<Judged, Statement>();
  const passed = new Set<string>();
  try {
    for await (const one of judged(pieces, passed, parts, hits)) {
      if (one.statement && held.length === 0) yield one.statement;
      else held.push(one);
    }
    if (held.length > 0) {
      const asked = chatModel.generate(repairOf(held, prompt, written), signal);
      await mend(held, mended, judged(asked, passed, parts, hits));
    }
  } catch (error) {
    signal.throwIfAborted();
    yield* standing(held, mended);
    throw error;
  }
  yield* standing(held, mended);
  return { isUntold: NOT_COVERED.test(written) };
}

const failedOf = (held: readonly Judged[]) => held.filter(({ statement }) => !statement);

function repairOf(held: readonly Judged[], prompt: ChatPrompt, written: string): ChatPrompt {
  const failed = failedOf(held).map(({ sentence, reason }) => ({ text: sentence.text, reason }));
  return repairPrompt(prompt, written, failed);
}

/** Puts what the model made of the sentences that failed in their place. */
async function mend(
  held: readonly Judged[],
  mended: Map<Judged, Statement>,
  repair: AsyncIterable<Judged>,
): Promise<void> {
  const failed = failedOf(held);
  for await (const { sentence, statement } of repair) {
    const old = failed.length === 1 ? failed[0] : failed[(sentence.number ?? 0) - 1];
    if (!old || !statement || mended.has(old)) continue;
    mended.set(old, { ...statement, isItem: old.sentence.isItem });
  }
}

/** What may be shown of what was held back, in its order. */
function* standing(
  held: readonly Judged[],
  mended: ReadonlyMap<Judged, Statement>,
): Generator<Statement> {
  let isDropped = false;
  for (const one of held) {
    const statement = one.statement ?? mended.get(one);
    isDropped = !statement || (isDropped && leansOn(statement.text));
    if (statement && !isDropped) yield statement;
  }
}

/** Whether a sentence begins with a word that stands for what the one before it told. */
function leansOn(text: string): boolean {
  const [first, second] = wordsOf(text).map(({ form }) => form);
  return LEANING.has(first ?? '') || second === 'also';
}

const LEANING: ReadonlySet<string> = new Set([
  ...THING_PRONOUNS,
  ...DEMONSTRATIVES,
  ...PLURAL_PRONOUNS,
  ...PERSON_PRONOUNS,
]);

/**
 * The sentences of a stream, none twice, each with its statement or with what is amiss.
 * @param passed what passed before, which is left out; what passes is added
 */
async function* judged(
  pieces: AsyncIterable<string>,
  passed: Set<string>,
  parts: GenerateParts,
  hits: readonly Hit[],
): AsyncGenerator<Judged> {
  const { material, checkModel, signal, record } = parts;
  const spend = (milliseconds: number) => record?.('answer', milliseconds);
  const sentences = timed(writtenSentences(pieces, shownTexts(material)), spend);
  const said = new Set(passed);
  for await (const batch of batches(sentences)) {
    const begun = performance.now();
    const fresh = batch.filter(({ text }) => !said.has(squeezed(text)) && said.add(squeezed(text)));
    const found = fresh.map((sentence) => read(sentence, parts, hits));
    const statements = found.flatMap(({ statement }) => statement ?? []);
    const reasons = checkModel && (await verify(statements, checkModel, signal));
    record?.('check', performance.now() - begun);
    for (const one of found) {
      const reason = one.statement && reasons?.get(one.statement);
      if (one.statement && !reason) passed.add(squeezed(one.sentence.text));
      yield reason ? { ...one, statement: null, reason } : one;
    }
  }
}

/** A sentence with its quotes, as far as they can be found and have what it names. */
function read(
  sentence: WrittenSentence,
  { names, checkModel, material }: GenerateParts,
  hits: readonly Hit[],
): Judged {
  const { text, isItem } = sentence;
  const quotes = quotesOf(sentence, hits);
  if (quotes.length === 0) return { sentence, statement: null, reason: REASONS.quote };
  // Whether the question is denied or repeated takes a model to tell.
  const missing = missingFrom(text, quotes, names, checkModel ? material.question : '');
  if (missing.length === 0) return { sentence, statement: { text, quotes, isItem }, reason: '' };
  return { sentence, statement: null, reason: missing.map((one) => REASONS[one]).join(' ') };
}

/** Where the words stand that a sentence was written from, but for those that command a model. */
function quotesOf({ text, quotes, cited }: WrittenSentence, hits: readonly Hit[]): Quote[] {
  const located =
    quotes.length > 0
      ? quotes.flatMap((quote) => locate(quote.text, quote.number, hits) ?? [])
      : nearest(text, cited, hits);
  return located.filter(
    ({ passage, start, end }) => instructionLines(passage.text.slice(start, end)).length === 0,
  );
}

/** For a model that names passages and copies nothing: the words in them, or if need be in others, that it wrote from. */
function nearest(text: string, cited: readonly number[], hits: readonly Hit[]): Quote[] {
  const named = cited.flatMap((number) => nearestIn(text, hits[number - 1]) ?? []);
  if (named.length > 0 || cited.length === 0) return named.slice(0, 2);
  return hits.flatMap((hit) => nearestIn(text, hit) ?? []).slice(0, 1);
}

async function* tapped(pieces: AsyncIterable<string>, tell: (piece: string) => void) {
  for await (const piece of pieces) {
    tell(piece);
    yield piece;
  }
}

/** The texts of the passages that a model is shown. */
export function shownTexts({ hits }: Material): string[] {
  return hits.slice(0, SHOWN).map(({ passage }) => passage.text);
}
