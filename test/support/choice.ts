import { DECLINE } from '../../src/answer/choose/choose.ts';
import { FEATURES } from '../../src/answer/choose/features.ts';
import type { LoadedChoice } from '../../src/answer/load.ts';
import type { Act, Want } from '../../src/answer/types.ts';

/** What a question wants by the word that it begins with; others want what no profile tells. */
const WANTS: Readonly<Record<string, Want>> = {
  what: 'definition',
  who: 'authors',
  where: 'venue',
  when: 'date',
};
const WHOLE = 40;

/**
 * A choice that can be made by hand: a candidate has the utility 40 if it gives what the first word
 * of the question wants and is about what it names, 20 if only one of them; to decline has 30, and
 * small talk has 40. Every sentence asks, but "Hello" and "Thanks".
 */
export function plainChoice(): LoadedChoice {
  const weights = FEATURES.map((name) => (name === 'wanted' || name === 'about' ? WHOLE / 2 : 0));
  const model = {
    threshold: 0.5,
    coefficients: {
      constant: 0,
      shared: weights,
      makers: {
        [DECLINE]: [0.75 * WHOLE, ...weights.map((weight) => -weight)],
        'talk-greeting': [WHOLE],
        'talk-thanks': [WHOLE],
      },
    },
  };
  return {
    classifiers: {
      act: (text) => certain<Act>(ACTS[firstWord(text)] ?? 'ask'),
      want: (text) => certain<Want>(WANTS[firstWord(text)] ?? 'untold'),
    },
    readsVectors: false,
    withReader: { ...model, shortlist: model.coefficients },
    withoutReader: model,
  };
}

const ACTS: Readonly<Record<string, Act>> = { hello: 'greet', thanks: 'thank' };

function firstWord(text: string): string {
  return /\p{L}+/u.exec(text)?.[0].toLowerCase() ?? '';
}

function certain<Label extends string>(label: Label): ReadonlyMap<Label, number> {
  return new Map([[label, 1]]);
}
