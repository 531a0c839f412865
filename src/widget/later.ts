/** A file of its own, loaded with the first answer: most visitors of a page never ask. */
import css from './styles/later.css';

export { answerTools } from './answer-tools.ts';
export { showLayouts } from './layouts.ts';
export { createSourceCard } from './source-card.ts';

export const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
