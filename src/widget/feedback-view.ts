import type { Feedback } from '../domain.ts';
import { button, element, icon, keepKeys } from './dom.ts';
import type { AllStrings } from './later-strings.ts';
import { MAX_COMMENT_LENGTH } from './transcript.ts';

type Rating = Pick<Feedback, 'rating' | 'reasons' | 'comment'>;

/**
 * Thumbs up and down; down asks for reasons, and for words if the visitor likes. Every change is sent,
 * the words with their button; the last one counts.
 */
export function feedbackView(
  strings: AllStrings,
  onChange: (rating: Rating) => void,
): { readonly thumbs: HTMLElement; readonly reply: HTMLElement } {
  const chosen = new Set<Feedback['reasons'][number]>();
  const thanks = element('p', { class: 'thanks', role: 'status' });
  const comment = element('textarea', {
    rows: 2,
    maxlength: MAX_COMMENT_LENGTH,
    'aria-label': strings.comment,
    placeholder: strings.comment,
  });
  keepKeys(comment);
  const say = element(
    'div',
    { class: 'comment' },
    comment,
    button({ class: 'chip' }, sendComment, strings.sendComment),
  );
  const reasons = element(
    'fieldset',
    { class: 'reasons', hidden: true },
    element('legend', {}, strings.why),
    ...REASONS.map(([reason, string]) => {
      const choice = button(
        { class: 'chip', 'aria-pressed': 'false' },
        () => {
          if (!chosen.delete(reason)) chosen.add(reason);
          choice.setAttribute('aria-pressed', String(chosen.has(reason)));
          send('down');
        },
        strings[string],
      );
      return choice;
    }),
    say,
  );
  const up = thumb('up', strings.helpful);
  const down = thumb('down', strings.unhelpful);
  return {
    thumbs: element('span', { class: 'thumbs' }, up, down),
    reply: element('div', {}, thanks, reasons),
  };

  function thumb(rating: Feedback['rating'], name: string): HTMLButtonElement {
    const attributes = { class: 'tool', 'aria-label': name, title: name, 'aria-pressed': 'false' };
    return button(attributes, () => rate(rating), icon(THUMBS[rating]));
  }

  function rate(rating: Feedback['rating']): void {
    up.setAttribute('aria-pressed', String(rating === 'up'));
    down.setAttribute('aria-pressed', String(rating === 'down'));
    reasons.hidden = rating === 'up';
    thanks.textContent = rating === 'up' ? strings.thanks : '';
    send(rating);
  }

  function sendComment(): void {
    if (comment.value.trim() === '' && chosen.size === 0) {
      comment.focus();
      return;
    }
    send('down');
    reasons.hidden = true;
    thanks.textContent = strings.thanks;
    // The button that had the focus is gone.
    down.focus();
  }

  function send(rating: Feedback['rating']): void {
    const words = comment.value.trim();
    onChange({
      rating,
      reasons: rating === 'up' ? [] : [...chosen],
      ...(rating === 'down' && words !== '' && { comment: words }),
    });
  }
}

const REASONS = [
  ['incorrect', 'incorrect'],
  ['incomplete', 'incomplete'],
  ['off-topic', 'offTopic'],
  ['unclear', 'unclear'],
] as const satisfies readonly [Feedback['reasons'][number], keyof AllStrings][];

const THUMBS = {
  up: 'M7 11v9H4v-9ZM7 11l4-8c2 0 3 1 2.5 3.5L13 9h6a2 2 0 0 1 2 2.5l-1.6 7A2 2 0 0 1 17.5 20H7',
  down: 'M17 13V4h3v9ZM17 13l-4 8c-2 0-3-1-2.5-3.5L11 15H5a2 2 0 0 1-2-2.5l1.6-7A2 2 0 0 1 6.5 4H17',
} as const;
