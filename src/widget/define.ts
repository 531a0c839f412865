import { AskTheResearcher } from './element.ts';

export const TAG = 'ask-the-researcher';

/** Defines the element unless it is already defined, even by another copy of this script. */
export function defineAskTheResearcher(): void {
  if (customElements.get(TAG) === undefined) customElements.define(TAG, AskTheResearcher);
}

declare global {
  interface HTMLElementTagNameMap {
    [TAG]: AskTheResearcher;
  }
}
