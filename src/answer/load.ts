import { createRequire } from 'node:module';
import type { CheckModel } from './check.ts';
import type { Choice, Model } from './choose/choose.ts';
import type { Act, Want } from './types.ts';
import { type ClassifierData, createClassifier } from './understand/classifier.ts';
import type { Classifiers } from './understand/understand.ts';

/** What `npm run train:choice` writes; found by way of `imports` in package.json. */
const load = createRequire(import.meta.url);

interface LabelWeights {
  readonly withVector: ClassifierData;
  readonly wordsOnly: ClassifierData;
}

/** The choice as `npm run train:choice` writes it. */
export interface ChoiceData {
  /** The embedder whose vectors it was trained with. */
  readonly embedder: string;
  readonly withReader?: Choice['withReader'];
  readonly withoutReader: Model;
}

/** What answers are chosen by. */
export interface LoadedChoice extends Choice {
  /** Whether the classifiers can use the vectors of the embedder at hand. */
  readonly readsVectors: boolean;
}

/** The check of what a chat model writes, as `npm run train:check` fits it. */
export function loadCheck(): CheckModel {
  return load('#models/checker/check.json');
}

/** The classifiers of what a sentence does and what a question wants. */
export function loadClassifiers({ readsVectors = true } = {}): Classifiers {
  const acts: LabelWeights = load('#models/answering/acts.json');
  const wants: LabelWeights = load('#models/answering/wants.json');
  const open = <Label extends string>({ withVector, wordsOnly }: LabelWeights) => {
    const classify = createClassifier<Label>(withVector, wordsOnly);
    // Vectors of another model may have the same length, and mean nothing here.
    return readsVectors ? classify : (text: string) => classify(text, null);
  };
  return { act: open<Act>(acts), want: open<Want>(wants) };
}

/**
 * The choice for the embedder at hand.
 * @param embedder its name, or null where the search is by keyword alone
 */
export function loadChoice(embedder: string | null): LoadedChoice {
  const data: ChoiceData = load('#models/answering/choice.json');
  const readsVectors = embedder === data.embedder;
  return {
    classifiers: loadClassifiers({ readsVectors }),
    readsVectors,
    withReader: data.withReader ?? {
      ...data.withoutReader,
      shortlist: data.withoutReader.coefficients,
    },
    withoutReader: data.withoutReader,
  };
}
