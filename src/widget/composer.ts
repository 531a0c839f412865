import { button, element, ICONS, icon, keepKeys } from './dom.ts';
import type { Strings } from './strings.ts';
import { MAX_QUESTION_LENGTH } from './transcript.ts';

export interface Composer {
  readonly root: HTMLElement;
  focus(): void;
  /** While an answer is streaming, the send button is replaced by a stop button. */
  setBusy(busy: boolean): void;
}

/** The question field with its button. Enter sends, Shift+Enter starts a new line. */
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
  const send = button(
    { class: 'send', 'aria-label': strings.send, title: strings.send },
    submit,
    icon(ICONS.send),
  );
  const stop = button(
    { class: 'send', hidden: true, 'aria-label': strings.stop, title: strings.stop },
    onStop,
    icon(ICONS.stop),
  );
  // No form: a frame without `allow-forms` would not submit it.
  const root = element('div', { class: 'composer' }, field, send, stop);
  let busy = false;

  function submit(): void {
    const question = field.value.trim();
    if (question === '' || busy) return;
    field.value = '';
    onSend(question);
  }

  field.addEventListener('keydown', (event) => {
    // The Enter that ends an IME composition must not send; Safari reports it only as key code 229.
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key !== 'Enter' || event.shiftKey || composing) return;
    event.preventDefault();
    submit();
  });
  keepKeys(field);

  return {
    root,
    focus: () => field.focus(),
    setBusy(next) {
      const focused = (root.getRootNode() as ShadowRoot).activeElement;
      busy = next;
      send.hidden = next;
      stop.hidden = !next;
      // The focused button has just been hidden; keep the focus inside the widget.
      if (focused === send || focused === stop) field.focus();
    },
  };
}
