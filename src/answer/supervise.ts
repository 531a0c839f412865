import { isOneOf, isRecord, isStage } from '../corpus/kinds.ts';
import type { Source } from '../domain.ts';
import { dedupe, type Found } from './draft.ts';
import { type Candidate, rankSentences, selectSentences, TELLING, toStatement } from './extract.ts';

import type { Knowledge } from './knowledge.ts';
import { withoutOwner } from './names.ts';
import { looseWords, nearestFirst, nearWorks } from './near-list.ts';
import { presentPosition } from './present.ts';
import type { Statement } from './statement.ts';
import { define, denialOf, listItems } from './things.ts';

/** Works of a kind that are told of. */
const MAX_WORKS = 3;

/**
 * For students: what has been done near their interest, what is open, and where things stand.
 * Nothing where they tell of an interest alone, and the corpus has none near to it.
 */
export function superviseStatements(
  knowledge: Knowledge,
  found: Found,
  named: readonly Source[],
  candidates: readonly Candidate[],
): Statement[] {
  const { mentions, question, intent } = found.understanding;
  const isOfInterest = intent.type === 'supervision' && intent.isOfInterest;
  const { themes, works } = interestOf(knowledge, found, named, candidates);
  if (isOfInterest && works.length === 0 && themes.length === 0) return [];
  const asksWhatIsOpen = ASKS_WHAT_IS_OPEN.test(question);
  const touched = [...themes, ...named, ...works];
  const open = bestOf(knowledge, found, touched, asksWhatIsOpen ? 3 : 2, isOpen);
  if (isOfInterest && asksWhatIsOpen && open.length > 0) return open;
  const done = tellDone(knowledge, found, named, works);
  const research = asksWhatIsOpen ? [...open, ...done] : [...done, ...open];
  const asksForPlace = ASKS_FOR_PLACE.test(withoutOwner(question, mentions));
  const sentences = done.length > 0 ? 1 : 3;
  const standing = tellStanding(knowledge, found, named, { asksForPlace, sentences });
  return dedupe(asksForPlace ? [...standing, ...research] : [...research, ...standing]);
}

/** Theses in a line each, other works with their first sentence; a line each of what to read. */
function tellDone(
  knowledge: Knowledge,
  found: Found,
  named: readonly Source[],
  works: readonly Source[],
): Statement[] {
  const { question } = found.understanding;
  const isListed = (source: Source) => source.kind === 'thesis' && !named.includes(source);
  const theses = works.filter(isListed).slice(0, MAX_WORKS);
  const others = works.filter((source) => !isListed(source)).slice(0, MAX_WORKS);
  const listed = listItems(knowledge, theses, 'publication');
  if (READS.test(question)) return [...listItems(knowledge, others, 'publication'), ...listed];
  const told = others.flatMap((source) => [
    ...define(knowledge, source, 1),
    ...bestOf(knowledge, found, [source], named.includes(source) ? 2 : 0),
  ]);
  return OF_STUDENTS.test(question) ? [...listed, ...told] : [...told, ...listed];
}

/** What the supervision page tells, that it promises nothing where a place is asked for, and posts. */
function tellStanding(
  knowledge: Knowledge,
  found: Found,
  named: readonly Source[],
  { asksForPlace, sentences }: { asksForPlace: boolean; sentences: number },
): Statement[] {
  const desk = knowledge.sources.filter(({ kind }) => kind === 'supervision');
  const denials = desk.flatMap((source) => denialOf(knowledge, source, null, PLACES) ?? []);
  const advised = bestOf(knowledge, found, desk, sentences, ({ passage }) =>
    asksForPlace ? ON_PLACES.test(passage.headings.join(' ')) : true,
  );
  const former = named
    .filter(({ kind }) => isStage(kind))
    .flatMap((source) => define(knowledge, source, 1));
  const present = presentPosition(knowledge);
  return [...(asksForPlace ? denials : []), ...advised, ...former, ...present];
}

function isOpen({ passage }: Candidate): boolean {
  return /\b(open|future)\b/i.test(passage.headings.at(-1) ?? '');
}

const ASKS_FOR_PLACE =
  /\b(can|could|may|would|will) (i|we) (still |also |then )?(do|write|join|work|apply|get|start|come|pursue|intern|be|become|stud)|\b(can|could|may|would|will) (he|she|they|you|there)\b|\b(is|are|does|do) (he|she|they|you|there)\b.*\b(accept|tak(e|ing)|hir(e|ing)|supervis|advis|offer|look|open)|\b(accept|hiring|apply|join|chances?|admission|positions?|openings?)\b/i;
const READS = /\b(i|to) (read|start|begin)\b|\bread first\b|\breading\b/i;
const OF_STUDENTS = /\b(students?|thes[ie]s|dissertations?)\b/i;
const ASKS_WHAT_IS_OPEN = /\b(open|unanswered|unsolved|unexplored|left|future|next)\b/i;
/** What a profile that promises nothing denies. */
const PLACES = ['open', 'opening', 'position', 'vacancy', 'place'];
/** Headings under which a profile tells of openings. */
const ON_PLACES = /\b(position|opening|place|admission|vacanc)/i;

/**
 * The themes and works that a student's interest touches: those named, those of a topic named, else
 * what is near to the question.
 */
function interestOf(
  knowledge: Knowledge,
  found: Found,
  named: readonly Source[],
  candidates: readonly Candidate[],
): { readonly themes: readonly Source[]; readonly works: readonly Source[] } {
  const { question, mentions } = found.understanding;
  const topics = mentions.filter(({ type }) => type === 'topic');
  const tagged = new Set(topics.flatMap(({ sourceIds }) => sourceIds));
  const own = named.filter(({ kind }) => isRecord(kind));
  const all = knowledge.sources.filter(({ kind }) => isWork(kind));
  if (own.length > 0 || tagged.size > 0) {
    const near = nearestFirst(
      found,
      all.filter(({ id }) => tagged.has(id)),
    );
    const themes = knowledge.sources.filter((source) => isTheme(source) && tagged.has(source.id));
    const related = READS.test(question) ? relatedTo(knowledge, own) : [];
    const beside = related.filter(({ kind }) => isWork(kind));
    return { themes, works: [...new Set([...own, ...near, ...beside])] };
  }
  if (READS.test(question) && looseWords(knowledge, found).length === 0) {
    const { owner } = knowledge.names;
    const themes = relatedTo(knowledge, owner ? [owner] : []).filter(isTheme);
    return { themes, works: relatedTo(knowledge, themes).filter(({ kind }) => isWork(kind)) };
  }
  const isOfPeople = mentions.some(({ type }) => type === 'person');
  const isTold = candidates.some((c) => c.source.kind === 'supervision' && c.coverage >= TELLING);
  const isOfCareer = named.some(({ kind }) => isStage(kind));
  if (isOfPeople || isTold || isOfCareer || looseWords(knowledge, found).length === 0)
    return NOTHING;
  const { theme, works } = nearWorks(knowledge, found, all);
  return { themes: theme ? [theme] : [], works };
}

/** What the front matter of some sources relates them to, in its order. */
function relatedTo(knowledge: Knowledge, sources: readonly Source[]): Source[] {
  const ids = new Set(sources.flatMap(({ related }) => related));
  return [...ids].flatMap((id) => knowledge.source(id) ?? []);
}

function isTheme({ kind }: Source): boolean {
  return kind === 'theme';
}

const NOTHING = { themes: [], works: [] };
function isWork(kind: Source['kind']): boolean {
  return isOneOf(kind, 'publication', 'undertaking');
}

/** The best sentences of some sources, wherever they stand in the search. */
function bestOf(
  knowledge: Knowledge,
  { understanding, vector }: Found,
  sources: readonly Source[],
  sentences: number,
  accept: (candidate: Candidate) => boolean = () => true,
): Statement[] {
  const passages = sources.flatMap((source) =>
    knowledge.passagesOf(source.id).map((passage) => ({ source, passage, score: 0 })),
  );
  const ranked = rankSentences(knowledge, understanding.question, vector, passages);
  const chosen = selectSentences(ranked.filter(accept), { sentences, words: 80, share: 0.6 });
  return chosen.map(toStatement);
}
