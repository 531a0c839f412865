import type { Answer, Feedback } from '../domain.ts';
import { button, element, icon } from './dom.ts';
import { feedbackView } from './feedback-view.ts';
import { type AllStrings, withLater } from './later-strings.ts';
import { provenance } from './provenance.ts';
import { withReferences } from './references.ts';
import type { Strings } from './strings.ts';

/** Copying and rating, and what goes below them: reasons for the rating, and how the answer was found. */
export function answerTools(
  answer: Answer,
  question: string,
  strings: Strings,
  onFeedback: (feedback: Feedback) => void,
): { readonly tools: readonly Node[]; readonly below: readonly Node[] } {
  const all = withLater(strings);
  const { thumbs, reply } = feedbackView(all, (rating) =>
    onFeedback({ answerId: answer.id, question, ...rating }),
  );
  return {
    tools: [copyButton(answer, all), thumbs],
    below: [reply, provenance(answer, all)],
  };
}

function copyButton(answer: Answer, strings: AllStrings): HTMLElement {
  const status = element('span', { class: 'hidden', role: 'status' });
  const copy = button(
    { class: 'tool', 'aria-label': strings.copy, title: strings.copy },
    async () => {
      try {
        await navigator.clipboard.writeText(withReferences(answer, strings));
        status.textContent = strings.copied;
        copy.replaceChildren(icon(DONE));
      } catch {
        status.textContent = strings.copyFailed;
        status.classList.remove('hidden');
      }
    },
    icon(COPY),
  );
  return element('span', {}, copy, status);
}

const COPY = 'M9 9h11v11H9ZM15 9V4H4v11h5';
const DONE = 'M5 12l5 5 9-10';
