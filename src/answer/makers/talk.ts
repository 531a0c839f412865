import { SMALL_TALK } from '../../language/en/templates/answers.ts';
import type { Act, Candidate, Maker } from '../types.ts';
import { researcherName } from '../wording.ts';

/** What a message that asks nothing about the profile gets, by what it does. */
const TOPICS: readonly (readonly [keyof typeof SMALL_TALK, readonly Act[]])[] = [
  ['greeting', ['greet']],
  ['thanks', ['thank', 'acknowledge']],
  ['farewell', ['goodbye']],
  ['self', ['about-assistant']],
];
const PLAUSIBLE = 0.05;

/** Greetings, thanks, and what the assistant says of itself. */
export const talk: Maker = ({ reading }, { names }) =>
  reading.distance > 0
    ? []
    : TOPICS.flatMap(([topic, acts]): Candidate[] => {
        const share = acts.reduce((sum, act) => sum + (reading.acts.get(act) ?? 0), 0);
        if (share < PLAUSIBLE) return [];
        const lead = SMALL_TALK[topic](researcherName(names.owner));
        return [
          { maker: `talk-${topic}`, reading, lead, statements: [], gives: [], isComplete: true },
        ];
      });
