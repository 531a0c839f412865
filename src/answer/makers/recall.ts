import type { Source } from '../../domain.ts';
import { CHECKED, restLead, SUMMED_UP } from '../../language/en/templates/answers.ts';
import { commonness, isStopWord, wordsOf } from '../../text/words.ts';
import { quoted, type Statement } from '../statement.ts';
import type { Act, Candidate, Maker } from '../types.ts';
import { dedupe, sentencesOf } from './say.ts';
import { sectionOf, stated } from './sections.ts';

const MAX_SUMMED_UP = 5;
const MAX_OTHERS = 12;
const ITEM_WORDS = 30;
const PLAINER = 2;
const FURTHER = 3;
const PLAUSIBLE = 0.1;

/**
 * What a conversation has shown, again: as it was, the first sentence of it, or of each reply; and what
 * is told besides of the same thing, in its order, the plainest or the most technical sentences first.
 */
export const recall: Maker = ({ reading, memory }, knowledge) => {
  const [last] = memory.replies;
  if (reading.way !== 'again' || !last) return [];
  const subject = mainSource(last);
  const rest = subject ? untold(subject) : [];
  const others = othersOf(last);
  return [
    ...of(['repeat'], last),
    ...of(['check'], last, CHECKED),
    ...of(
      ['shorten'],
      last.slice(0, 1).map((one) => ({ ...one, isItem: false })),
    ),
    ...of(['summarize'], sumUp(), SUMMED_UP),
    ...of(
      ['rest', 'continue'],
      others.slice(0, MAX_OTHERS),
      restLead(Math.min(MAX_OTHERS, others.length), others.length),
    ),
    ...of(['continue', 'deepen'], rest.slice(0, FURTHER)),
    ...of(['simplify', 'shorten'], by(plainness, rest).slice(0, PLAINER)),
    ...of(['deepen'], by((text) => -plainness(text), rest).slice(0, FURTHER)),
  ];

  function of(acts: readonly Act[], statements: readonly Statement[], lead?: string): Candidate[] {
    const share = acts.reduce((sum, act) => sum + (reading.acts.get(act) ?? 0), 0);
    if (statements.length === 0 || share < PLAUSIBLE) return [];
    const above = lead === undefined ? {} : { lead };
    const candidate = { maker: `recall-${acts[0]}`, reading, acts, ...above };
    return [{ ...candidate, statements, gives: [], isComplete: true }];
  }

  function sumUp(): Statement[] {
    const firsts = [...memory.replies].reverse().flatMap((reply) => reply.slice(0, 1));
    return dedupe(firsts)
      .slice(-MAX_SUMMED_UP)
      .map((one) => ({ ...one, isItem: true }));
  }

  /** What a list of the text has besides the items that were told from it. */
  function othersOf(told: readonly Statement[]): Statement[] {
    const sections = told.flatMap(({ quotes }) =>
      quotes.map(({ passage }) => sectionOf(knowledge, passage)),
    );
    const [section] = sections;
    if (!section?.isList || sections.some((one) => one !== section)) return [];
    return section.entries
      .filter(({ parts }) => !parts.some(({ text }) => memory.isShown(text)))
      .map((entry) => ({ ...stated(section.source, entry, ITEM_WORDS), isItem: true }));
  }

  /** The prose of a source that was not shown. */
  function untold(source: Source): Statement[] {
    return sentencesOf(knowledge, source)
      .filter(({ sentence }) => !sentence.facet)
      .map(({ passage, sentence }) => quoted(source, passage, sentence))
      .filter(({ text }) => !memory.isShown(text));
  }
};

/** The source that a reply quotes most. */
function mainSource(reply: readonly Statement[]): Source | undefined {
  const counts = new Map<Source, number>();
  for (const { source } of reply.flatMap(({ quotes }) => quotes)) {
    counts.set(source, (counts.get(source) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

function by(value: (text: string) => number, statements: readonly Statement[]): Statement[] {
  return [...statements].sort((a, b) => value(b.text) - value(a.text));
}

/** How common the content words of a text are, on average. */
function plainness(text: string): number {
  const forms = wordsOf(text).filter(({ form }) => !isStopWord(form));
  const sum = forms.reduce((total, { form }) => total + commonness(form), 0);
  return sum / Math.max(1, forms.length);
}
