/** The widget as a module: importing it defines `<ask-the-researcher>`. */
export { defineAskTheResearcher } from './define.ts';
export { type AskEvents, AskTheResearcher } from './element.ts';
export type { OwnStrings } from './strings.ts';

import { defineAskTheResearcher } from './define.ts';
import { AskTheResearcher } from './element.ts';

AskTheResearcher.loadLater = () => import('./later.ts');
AskTheResearcher.loadLanguage = async (_, language) => {
  const { widget, later } = await import(`../language/${language}/templates/widget.ts`);
  return { ...widget, ...later };
};
defineAskTheResearcher();
