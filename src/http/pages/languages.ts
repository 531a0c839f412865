import type { Request, Response } from 'express';
import { PAGES as ENGLISH, type PageTexts } from '../../language/en/templates/pages.ts';
import * as english from '../../language/en/templates/widget.ts';
import { LANGUAGES } from '../../language/languages.ts';

/** The texts in the language of the parameter `lang`, else in the one that the browser prefers. */
export function textsFor(
  request: Pick<Request, 'query' | 'acceptsLanguages'>,
  response: Pick<Response, 'vary'>,
): PageTexts {
  response.vary('Accept-Language');
  const asked = request.query['lang'];
  const tags = Object.keys(LANGUAGES);
  const chosen = tags.find((tag) => tag === asked) ?? request.acceptsLanguages(tags);
  return LANGUAGES[chosen || ENGLISH.lang]?.pages ?? ENGLISH;
}

/** What the widget says in the language of a page, which says the same. */
export function widgetTexts({ lang }: PageTexts): english.WidgetStrings & english.LaterStrings {
  const { widget, later } = LANGUAGES[lang] ?? english;
  return { ...widget, ...later };
}

/** The tags of the languages that pages and the widget have, with their names. */
export const LANGUAGE_NAMES: readonly (readonly [tag: string, name: string])[] = Object.values(
  LANGUAGES,
).map(({ pages: { lang, language } }) => [lang, language]);
