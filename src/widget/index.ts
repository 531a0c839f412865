/** The widget as a module: importing it defines `<ask-the-researcher>`. */
export { defineAskTheResearcher } from './define.ts';
export { type AskEvents, AskTheResearcher } from './element.ts';
export type { Strings } from './strings.ts';

import { defineAskTheResearcher } from './define.ts';

defineAskTheResearcher();
