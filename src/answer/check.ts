import type { Checker } from '../domain.ts';
import { isStopWord, wordsOf } from '../text/words.ts';
import { type Aspect, disagreements } from './agreement.ts';
import type { NameIndex } from './names.ts';
import type { Quote } from './statement.ts';

/** The check as `npm run train:check` fits it: a logistic regression. */
export interface CheckModel {
  readonly constant: number;
  /** Of the checker's log-odds. */
  readonly checker: number;
  /** Of each way in which a sentence can go against its quotes. */
  readonly aspects: Readonly<Record<Aspect, number>>;
  /** Log-odds from which a sentence is shown. */
  readonly threshold: number;
}

export interface CheckParts {
  readonly names: NameIndex;
  /** Null checks names, numbers and years alone. */
  readonly checker: Checker | null;
  readonly model: CheckModel;
}

/** Why a sentence is not shown: where it goes against its quotes, or that they do not carry it. */
export type Doubt = Aspect | 'carried';

/** What is looked at in a sentence of another language than its quotes: what reads alike in both. */
const IN_ANY_LANGUAGE: readonly Aspect[] = ['numbers', 'addresses', 'years'];

/** The reasons not to show a sentence with these quotes; none where they carry it. */
export async function doubts(
  sentence: string,
  quotes: readonly Quote[],
  { names, checker, model }: CheckParts,
  signal: AbortSignal,
): Promise<Doubt[]> {
  const texts = quotes.map(({ passage, start, end }) => passage.text.slice(start, end));
  const titles = [...new Set(quotes.map(({ source }) => source.title))];
  const context = quotes
    .flatMap(({ source, passage }) => [source.title, ...source.aliases, ...passage.headings])
    .join('\n');
  const against = disagreements(sentence, texts.join(' '), { names, context });
  if (!isEnglish(sentence)) return against.filter((aspect) => IN_ANY_LANGUAGE.includes(aspect));
  if (!checker) return against;
  const logit = await checker.check(sentence, titles.join(' | '), texts, signal);
  const sum = against.reduce((total, aspect) => total + model.aspects[aspect], 0);
  if (model.constant + model.checker * logit + sum >= model.threshold) return [];
  return against.length > 0 ? against : ['carried'];
}

/** A sixth of the words of English text at least are such as "the" and "of". */
const LEAST_STOP_WORDS = 1 / 6;

function isEnglish(text: string): boolean {
  const words = wordsOf(text);
  return words.filter(({ form }) => isStopWord(form)).length >= words.length * LEAST_STOP_WORDS;
}
