import { createRequire } from 'node:module';
import type { Embedder } from '../domain.ts';
import type { Choice } from './choose/choose.ts';
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
interface ChoiceData extends Omit<Choice, 'classifiers'> {
  /** The embedder whose vectors it was trained with. */
  readonly embedder: string;
}

/** The classifiers of what a sentence does and what a question wants. */
export function loadClassifiers(): Classifiers {
  const acts: LabelWeights = load('#models/answering/acts.json');
  const wants: LabelWeights = load('#models/answering/wants.json');
  return {
    act: createClassifier<Act>(acts.withVector, acts.wordsOnly),
    want: createClassifier<Want>(wants.withVector, wants.wordsOnly),
  };
}

/** The choice; null where it was trained with another embedder. */
export function loadChoice(embedder: Embedder | null): Choice | null {
  const data: ChoiceData = load('#models/answering/choice.json');
  if (embedder?.model !== data.embedder) return null;
  return { ...data, classifiers: loadClassifiers() };
}
