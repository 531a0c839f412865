import type { ReaderPassage } from '../domain.ts';
import { CLS, SEP } from './transformer.ts';

/** What the model reads at once, and which of its outputs tell of which sentence. */
export interface ReaderInput {
  readonly ids: readonly number[];
  /** 0 for the question, 1 for the passage. */
  readonly types: readonly (0 | 1)[];
  /** Where each sentence ends: the place of its [SEP]. */
  readonly ends: readonly number[];
}

/** Lengths in tokens as in training; longer parts are cut. */
const MAX_QUESTION = 48;
const MAX_TITLE = 24;
const MAX_SENTENCE = 128;
const MAX_INPUT = 256;

/** A sentence that is to be carried by quotes from under a title. */
export interface Claim {
  readonly sentence: string;
  readonly title: string;
  readonly quotes: readonly string[];
}

const MAX_CLAIM = 96;

/** `[CLS] sentence [SEP] title [SEP] quote [SEP] …`, cut where it is too long. */
export function claimInput(
  { sentence, title, quotes }: Claim,
  tokenIds: (text: string) => number[],
): Pick<ReaderInput, 'ids' | 'types'> {
  const said = [CLS, ...tokenIds(sentence).slice(0, MAX_CLAIM), SEP];
  const told = [title, ...quotes].flatMap((text, i) => [
    ...tokenIds(text).slice(0, i === 0 ? MAX_TITLE : undefined),
    SEP,
  ]);
  const ids = [...said, ...told].slice(0, MAX_INPUT);
  return { ids, types: ids.map((_, place) => (place < said.length ? 0 : 1)) };
}

/** `[CLS] message [SEP]` */
export function messageInput(message: string, tokenIds: (text: string) => number[]): number[] {
  return [CLS, ...tokenIds(message).slice(0, MAX_QUESTION), SEP];
}

/**
 * `[CLS] question [SEP] title | heading [SEP] sentence 1 [SEP] sentence 2 [SEP] …`, in as many inputs
 * as the sentences need: those that do not fit into one begin the next, with question and title again.
 */
export function readerInputs(
  question: string,
  { title, heading, sentences }: ReaderPassage,
  tokenIds: (text: string) => number[],
): ReaderInput[] {
  const asked = [CLS, ...tokenIds(question).slice(0, MAX_QUESTION), SEP];
  const above = [title, heading].filter((text) => text !== '').join(' | ');
  const head = [...asked, ...tokenIds(above).slice(0, MAX_TITLE), SEP];
  const inputs: { ids: number[]; ends: number[] }[] = [];
  for (const sentence of sentences) {
    const ids = [...tokenIds(sentence).slice(0, MAX_SENTENCE), SEP];
    let input = inputs.at(-1);
    if (!input || input.ids.length + ids.length > MAX_INPUT) {
      input = { ids: [...head], ends: [] };
      inputs.push(input);
    }
    input.ids.push(...ids);
    input.ends.push(input.ids.length - 1);
  }
  return inputs.map(({ ids, ends }) => ({
    ids,
    types: ids.map((_, place) => (place < asked.length ? 0 : 1)),
    ends,
  }));
}
