import type { Source } from '../domain.ts';
import { dedupe, type Found } from './draft.ts';
import { type Candidate, rankSentences, selectSentences, toStatement } from './extract.ts';
import { isThing } from './intent.ts';
import type { Knowledge } from './knowledge.ts';
import { withoutOwner } from './names.ts';
import { presentPosition } from './present.ts';
import type { Statement } from './statement.ts';
import { define, listItems } from './things.ts';

/** For students: what has been done near their interest, what is open, and where things stand. */
export function superviseStatements(
  knowledge: Knowledge,
  found: Found,
  named: readonly Source[],
  candidates: readonly Candidate[],
): Statement[] {
  const { mentions, question } = found.understanding;
  const tagged = new Set(
    mentions.filter((mention) => mention.type === 'topic').flatMap((mention) => mention.sourceIds),
  );
  const near = knowledge.sources.filter((source) => tagged.has(source.id));
  const works = [
    ...named.filter((source) => isThing(source.kind)),
    ...near.filter((source) => source.kind === 'project'),
  ];
  const done = [
    ...works
      .slice(0, 3)
      .flatMap((source) => [
        ...define(knowledge, source, 1),
        ...bestOf(knowledge, found, [source], named.includes(source) ? 2 : 0),
      ]),
    ...listItems(
      knowledge,
      near.filter((source) => source.kind === 'thesis').slice(0, 3),
      'publication',
    ),
  ];
  const onOpenDirections = candidates.filter(
    ({ source, passage }) =>
      /\bopen\b|\bfuture\b/i.test(passage.headings.at(-1) ?? '') &&
      (tagged.has(source.id) || named.includes(source)),
  );
  const open = selectSentences(onOpenDirections, { sentences: 2, words: 60, share: 0.7 });
  const asksForPlace = ASKS_FOR_PLACE.test(withoutOwner(question, mentions));
  const desk = knowledge.sources.filter((source) => source.kind === 'supervision');
  const told = bestOf(knowledge, found, desk, done.length > 0 ? 1 : 3, ({ passage }) =>
    asksForPlace ? ON_PLACES.test(passage.headings.join(' ')) : true,
  );
  const former = named
    .filter((source) => source.kind === 'career')
    .flatMap((source) => define(knowledge, source, 1));
  const standing = [...told, ...former, ...presentPosition(knowledge)];
  const research = [...done, ...open.map(toStatement)];
  return dedupe(asksForPlace ? [...standing, ...research] : [...research, ...standing]);
}

const ASKS_FOR_PLACE =
  /\b(can|could|may|is|does|do|would|will|are) (i|he|she|they|you|there|we)\b|\b(accept|hiring|apply|join|chances?|admission|positions?|openings?)\b/i;

/** Headings under which a profile tells of openings. */
const ON_PLACES = /\b(position|opening|place|admission|vacanc)/i;

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
