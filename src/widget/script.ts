/** The widget as a classic script: defines the element and adds a launcher if the page has no element. */
import { defineAskTheResearcher, TAG } from './define.ts';
import { AskTheResearcher } from './element.ts';
import { keepLauncher } from './launcher.ts';

const script = document.currentScript;
if (script instanceof HTMLScriptElement && script.src !== '') {
  AskTheResearcher.defaultEndpoint = new URL('./', script.src).href;
}
defineAskTheResearcher();
if (document.readyState === 'loading') {
  document.addEventListener('DOMContentLoaded', () => keepLauncher(TAG));
} else {
  keepLauncher(TAG);
}
