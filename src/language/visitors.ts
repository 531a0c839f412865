import * as de from './de/templates/visitors.ts';
import * as en from './en/templates/visitors.ts';

/** All that a visitor is told in one language. */
export interface VisitorTexts {
  readonly widget: en.WidgetStrings;
  readonly later: en.LaterStrings;
  readonly page: en.AnswerPageTexts;
}

/** By language tag; the first is spoken where a visitor understands none of them. */
export const VISITOR_TEXTS: Readonly<Record<string, VisitorTexts>> = { en, de };
