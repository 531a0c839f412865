import type { Source } from '../domain.ts';
import { NAMELESS_RESEARCHER } from '../language/en/templates/answers.ts';

/** The name of the person whom the corpus is about. */
export function researcherName(owner: Source | null): string {
  return owner?.title ?? NAMELESS_RESEARCHER;
}

/** A name of a source with its page, in Markdown. */
export function linkTo({ title, url }: Source): string {
  return url ? `[${title.replaceAll('[', '').replaceAll(']', '')}](${url})` : title;
}
