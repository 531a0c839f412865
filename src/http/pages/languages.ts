import type { Request, Response } from 'express';
import { PAGES as GERMAN } from '../../language/de/templates/pages.ts';
import { PAGES as ENGLISH, type PageTexts } from '../../language/en/templates/pages.ts';

const LANGUAGES: Readonly<Record<string, PageTexts>> = { en: ENGLISH, de: GERMAN };

/** The texts in the language of the parameter `lang`, else in the one that the browser prefers. */
export function textsFor(
  request: Pick<Request, 'query' | 'acceptsLanguages'>,
  response: Pick<Response, 'vary'>,
): PageTexts {
  response.vary('Accept-Language');
  const asked = request.query['lang'];
  const tags = Object.keys(LANGUAGES);
  const chosen = tags.find((tag) => tag === asked) ?? request.acceptsLanguages(tags);
  return LANGUAGES[chosen || ENGLISH.lang] ?? ENGLISH;
}

/** The tags of the languages that pages and the widget have, with their names. */
export const LANGUAGE_NAMES: readonly (readonly [tag: string, name: string])[] = Object.values(
  LANGUAGES,
).map(({ lang, language }) => [lang, language]);
