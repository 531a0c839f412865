import { type LaterStrings, type WidgetStrings, widget } from '../language/en/templates/widget.ts';

export type Strings = WidgetStrings;
/** What a page may replace, and what a file of another language has. */
export type OwnStrings = Partial<WidgetStrings & LaterStrings>;

/** By primary subtag; English comes with the widget. */
const loaded = new Map<string, OwnStrings | Promise<void>>([['en', {}]]);

/** The strings of a language, or a promise where they come first; English if they cannot be loaded. */
export function loadStrings(
  language: string,
  load: (tag: string) => Promise<OwnStrings>,
): OwnStrings | Promise<void> {
  const [tag = ''] = language.toLowerCase().split('-');
  const known = loaded.get(tag);
  if (known !== undefined) return known;
  const loading = load(tag).then(
    (strings) => void loaded.set(tag, strings),
    () => void loaded.set(tag, {}),
  );
  loaded.set(tag, loading);
  return loading;
}

/** The strings of a language that was loaded; `own` replaces single ones. */
export function stringsFor(loaded: OwnStrings = {}, own: OwnStrings = {}): Strings {
  return { ...widget, ...loaded, ...own };
}
