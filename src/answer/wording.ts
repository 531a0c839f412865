import type { Source } from '../domain.ts';
import { nameInFull } from '../language/en/templates/agents.ts';
import { NAMELESS_RESEARCHER } from '../language/en/templates/answers.ts';

/** The name of the person whom the corpus is about. */
export function researcherName(owner: Source | null): string {
  return owner?.title ?? NAMELESS_RESEARCHER;
}

/** The same, with what a language model needs to recognize the person. */
export function researcherInFull(owner: Source | null): string {
  return owner === null ? NAMELESS_RESEARCHER : nameInFull(owner);
}

/** A name of a source with its page, in Markdown. */
export function linkTo({ title, url }: Source): string {
  return url ? `[${title.replaceAll('[', '').replaceAll(']', '')}](${url})` : title;
}
