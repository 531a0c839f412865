import { german } from '../language/de/templates/widget.ts';
import { english, type LaterStrings, type WidgetStrings } from '../language/en/templates/widget.ts';

export type Strings = WidgetStrings;
/** What a page may replace. */
export type OwnStrings = Partial<WidgetStrings & LaterStrings>;

/** Whether a language tag means German; every other language gets English. */
export function isGerman(language: string): boolean {
  return /^de\b/i.test(language);
}

/** The strings for a language tag; `own` replaces single ones. */
export function stringsFor(language: string, own: OwnStrings = {}): Strings {
  return { ...(isGerman(language) ? german : english), ...own };
}

/** Replaces each `{name}` by its value. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
