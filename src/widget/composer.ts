import { button, element, icon } from './dom.ts';
import type { Strings } from './strings.ts';
import { MAX_QUESTION_LENGTH } from './transcript.ts';

export interface Composer {
  readonly root: HTMLElement;
  focus(): void;
  /** While an answer grows, the button to send is one to stop. */
  setBusy(busy: boolean): void;
}

/** Where the question is written. Enter sends, Shift+Enter breaks the line. */
export function createComposer(
  strings: Strings,
  placeholder: string,
  onSend: (question: string) => void,
  onStop: () => void,
): Composer {
  const field = element('textarea', {
    rows: 1,
    maxlength: MAX_QUESTION_LENGTH,
    placeholder,
    'aria-label': strings.question,
    enterkeyhint: 'send',
    autocomplete: 'off',
  });
  const send = element(
    'button',
    { class: 'send', type: 'submit', 'aria-label': strings.send, title: strings.send },
    icon('send'),
  );
  const stop = button(
    { class: 'send', hidden: true, 'aria-label': strings.stop, title: strings.stop },
    onStop,
    icon('stop'),
  );
  const root = element('form', { class: 'composer' }, field, send, stop);
  let busy = false;

  root.addEventListener('submit', (event) => {
    event.preventDefault();
    const question = field.value.trim();
    if (question === '' || busy) return;
    field.value = '';
    onSend(question);
  });
  field.addEventListener('keydown', (event) => {
    // Enter that ends the composition of a character sends nothing; Safari tells it by 229 alone.
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key !== 'Enter' || event.shiftKey || composing) return;
    event.preventDefault();
    root.requestSubmit();
  });

  return {
    root,
    focus: () => field.focus(),
    setBusy(next) {
      const focused = (root.getRootNode() as ShadowRoot).activeElement;
      busy = next;
      send.hidden = next;
      stop.hidden = !next;
      // The button that had the focus is gone: it must not fall to the page.
      if (focused === send || focused === stop) field.focus();
    },
  };
}
