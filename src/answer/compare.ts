import type { Source } from '../domain.ts';
import { dedupe } from './draft.ts';
import { type Candidate, selectSentences, textOf, toStatement } from './extract.ts';
import { askedFacets } from './intent.ts';
import type { Knowledge } from './knowledge.ts';
import type { Statement } from './statement.ts';
import { define, factOf } from './things.ts';

/** What some sources are, and what the corpus says of them together; or the facts that are asked. */
export function compareSources(
  knowledge: Knowledge,
  named: readonly Source[],
  candidates: readonly Candidate[],
  question: string,
): Statement[] {
  const facets = askedFacets(question).filter((facet) => facet !== 'link');
  const facts = named
    .slice(0, 3)
    .flatMap((source) => facets.flatMap((facet) => factOf(knowledge, source, facet) ?? []));
  if (facts.length >= 2) return facts;
  const ids = named.map((source) => source.id);
  const relating = candidates.filter((candidate) => {
    const mentioned = new Set(
      knowledge.names.find(textOf(candidate)).flatMap((mention) => mention.sourceIds),
    );
    mentioned.add(candidate.source.id);
    return ids.every((id) => mentioned.has(id)) && !candidate.sentence.facet;
  });
  const chosen = selectSentences(relating, { sentences: 2, words: 70, share: 0.6 });
  const told = named.slice(0, 3).flatMap((source) => {
    const best = candidates.find((one) => one.source === source && !one.sentence.facet);
    const isNear = best && best.coverage > 0;
    return [...define(knowledge, source, 1), ...(isNear ? [toStatement(best)] : [])];
  });
  return dedupe([...told, ...chosen.map(toStatement)]);
}
