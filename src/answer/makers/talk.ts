import { SMALL_TALK } from '../../language/en/templates/answers.ts';
import type { Act, Candidate, Maker } from '../types.ts';
import { researcherName } from '../wording.ts';

/** What a message that asks nothing about the profile gets, by what it does. */
const TOPICS: readonly (readonly [keyof typeof SMALL_TALK, readonly Act[]])[] = [
  ['greeting', ['greet']],
  ['introduced', ['introduce']],
  ['noted', ['acknowledge', 'remark']],
  ['thanks', ['thank']],
  ['farewell', ['goodbye']],
  ['self', ['about-assistant']],
  ['chat', ['small-talk']],
  ['sorry', ['complain', 'reject']],
  ['calm', ['provoke']],
];
const PLAUSIBLE = 0.15;

/** Greetings, thanks, what the assistant says of itself, and a way on where somebody is not content. */
export const talk: Maker = ({ reading, memory }, { names }) =>
  reading.way !== 'typed'
    ? []
    : TOPICS.flatMap(([topic, acts]): Candidate[] => {
        const share = acts.reduce((sum, act) => sum + (reading.acts.get(act) ?? 0), 0);
        if (share < PLAUSIBLE) return [];
        const all = SMALL_TALK[topic](researcherName(names.owner));
        const lead = all.find((text) => !memory.isShown(text)) ?? all.at(-1);
        const of = { maker: `talk-${topic}`, reading, lead, acts };
        return [{ ...of, statements: [], gives: [], isComplete: true }];
      });
