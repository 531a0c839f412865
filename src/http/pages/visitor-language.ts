import type { Request, Response } from 'express';
import { VISITOR_TEXTS, type VisitorTexts } from '../../language/visitors.ts';

/** What a page says in one language, and its tag. */
export interface PageLanguage extends VisitorTexts {
  readonly tag: string;
}

/** The language that a visitor's browser asks for; English where that is none of ours. */
export function languageFor(request: Request, response: Response): PageLanguage {
  const [first = 'en', ...others] = Object.keys(VISITOR_TEXTS);
  const tag = request.acceptsLanguages(first, ...others) || first;
  response.vary('Accept-Language').set('Content-Language', tag);
  return { tag, ...(VISITOR_TEXTS[tag] ?? VISITOR_TEXTS[first]) } as PageLanguage;
}
