import { publicationsOf, topicCalled, worksAbout } from '../../corpus/works.ts';
import type { Source, SourceKind } from '../../domain.ts';
import { PATH_LEAD } from '../../language/en/templates/answers.ts';
import type { Knowledge } from '../knowledge.ts';
import type { Candidate, Maker } from '../types.ts';
import { define, factOf } from './say.ts';

/** Kinds that look over a field, and so are read first. */
const OVERVIEWS: readonly SourceKind[] = ['review', 'book', 'thesis', 'chapter'];
const MAX_STEPS = 5;
const MAX_DATED = 12;
const WANTED = 0.1;

/** What to read first of a topic or of all, and how the work on it went on, the oldest first. */
export const path: Maker = ({ reading }, knowledge) => {
  const wants = (want: 'reading' | 'timeline') => (reading.wants.get(want) ?? 0) >= WANTED;
  if (!wants('reading') && !wants('timeline')) return [];
  const [topic] = reading.mentions.flatMap(({ type, name }) =>
    type === 'topic' ? (topicCalled(name, knowledge.sources) ?? []) : [],
  );
  const all = publicationsOf(knowledge.sources);
  const works = topic ? worksAbout(topic, all) : all;
  const of = { reading, isComplete: true };
  const steps = startingWith(works, knowledge).flatMap((work) => define(knowledge, work, 1));
  const dated = works
    .filter(({ year }) => year !== undefined)
    .sort((a, b) => (a.year ?? 0) - (b.year ?? 0))
    .slice(0, MAX_DATED)
    .flatMap((work) => factOf(knowledge, work, 'publication') ?? []);
  const items = (statements: typeof steps) => statements.map((one) => ({ ...one, isItem: true }));
  return [
    ...(wants('reading') && steps.length > 1
      ? [
          {
            ...of,
            maker: 'path',
            lead: PATH_LEAD,
            statements: items(steps),
            gives: ['reading'] as const,
          },
        ]
      : []),
    ...(wants('timeline') && dated.length > 1
      ? [{ ...of, maker: 'path-dated', statements: items(dated), gives: ['timeline'] as const }]
      : []),
  ] satisfies Candidate[];
};

/** Overviews first, then what the profile tells most about. */
function startingWith(works: readonly Source[], knowledge: Knowledge): Source[] {
  const told = (source: Source) => knowledge.passagesOf(source.id).length + source.awards.length;
  const rank = (source: Source) => Number(OVERVIEWS.includes(source.kind));
  return [...works].sort((a, b) => rank(b) - rank(a) || told(b) - told(a)).slice(0, MAX_STEPS);
}
