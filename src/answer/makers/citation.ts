import { isOneOf } from '../../corpus/kinds.ts';
import type { Source } from '../../domain.ts';
import { citationLead } from '../../language/en/templates/answers.ts';
import type { Candidate, Maker } from '../types.ts';
import { factOf } from './say.ts';

const MAX_CITED = 12;
/** The probability from which a citation is proposed. */
const WANTED = 0.1;

/** How works are cited: their BibTeX, of those that are named, or else of those that were shown last. */
export const citation: Maker = ({ reading, memory }, knowledge) => {
  if ((reading.wants.get('citation') ?? 0) < WANTED) return [];
  const shown = (memory.replies[0] ?? []).flatMap(({ quotes }) => quotes.map((q) => q.source));
  return [reading.subjects, shown].flatMap((sources): Candidate[] => {
    const works = [...new Set(sources)].filter(isCitable).slice(0, MAX_CITED);
    const statements = works.flatMap((work) => factOf(knowledge, work, 'publication') ?? []);
    if (statements.length === 0) return [];
    const items = statements.map((one) => ({ ...one, isItem: statements.length > 1 }));
    const lead = citationLead(knowledge.bibtex(works));
    const gives = ['citation'] as const;
    return [{ maker: 'citation', reading, lead, statements: items, gives, isComplete: true }];
  });
};

function isCitable({ kind, people }: Source): boolean {
  return isOneOf(kind, 'publication', 'undertaking') && people.length > 0;
}
