/** The widget as a script of a page: defines the element and adds a launcher if the page has no element. */
import { defineAskTheResearcher, TAG } from './define.ts';
import { AskTheResearcher } from './element.ts';
import { keepLauncher } from './launcher.ts';

/** The name under which the service has `later.ts`. */
declare const LATER_FILE: string;
/** Those under which it has the strings of other languages, by tag. */
declare const LANGUAGE_FILES: Readonly<Record<string, string>>;

// A module has no `document.currentScript`, a classic script no `import.meta`: both have a stack. A
// bundle of the page has a name of its own there, and its folder is not that of the service.
const script = document.currentScript;
const address =
  script instanceof HTMLScriptElement && script.src !== ''
    ? new URL('./', script.src).href
    : /https?:[^\s()]+\/(?=widget(-\w+)?\.js)/.exec(new Error().stack ?? '')?.[0];
if (address !== undefined) AskTheResearcher.defaultEndpoint = address;
AskTheResearcher.loadLater = (endpoint) => import(`${endpoint}/${LATER_FILE}`);
AskTheResearcher.loadLanguage = async (endpoint, language) => {
  const file = LANGUAGE_FILES[language];
  return file === undefined ? {} : (await import(`${endpoint}/${file}`)).strings;
};
defineAskTheResearcher();
if (document.readyState === 'loading') {
  document.addEventListener('DOMContentLoaded', () => keepLauncher(TAG));
} else {
  keepLauncher(TAG);
}
