import { AskTheResearcher } from './element.ts';

export const TAG = 'ask-the-researcher';

/** Defines the element; doing it twice, also by another copy of this code, is harmless. */
export function defineAskTheResearcher(): void {
  if (customElements.get(TAG) === undefined) customElements.define(TAG, AskTheResearcher);
}

declare global {
  interface HTMLElementTagNameMap {
    [TAG]: AskTheResearcher;
  }
}
