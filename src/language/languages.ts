import { PAGES as germanPages } from './de/templates/pages.ts';
import * as germanWidget from './de/templates/widget.ts';
import { PAGES as englishPages, type PageTexts } from './en/templates/pages.ts';
import * as englishWidget from './en/templates/widget.ts';

/** All that visitors are told in a language, on the pages and by the widget. */
export interface VisitorTexts {
  readonly pages: PageTexts;
  readonly widget: englishWidget.WidgetStrings;
  /** What the widget says once there is an answer. */
  readonly later: englishWidget.LaterStrings;
}

/** By tag. Another language is a folder with these two files, and its line here. */
export const LANGUAGES: Readonly<Record<string, VisitorTexts>> = {
  en: { pages: englishPages, ...englishWidget },
  de: { pages: germanPages, ...germanWidget },
};
