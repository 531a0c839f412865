import { createComposer } from './composer.ts';
import { button, element, icon } from './dom.ts';
import { createSourceCard } from './source-card.ts';
import type { Strings } from './strings.ts';
import { fill } from './strings.ts';
import type { Outcome, Turn } from './transcript.ts';
import { createTurnView, type TurnView, type TurnViewOptions } from './turn-view.ts';

export interface PanelOptions {
  readonly endpoint: string;
  readonly strings: Strings;
  readonly heading: string;
  readonly placeholder: string;
  /** True: a dialog that a launcher opens. False: a section of the page. */
  readonly floating: boolean;
  readonly onAsk: (question: string) => void;
  readonly onStop: () => void;
  readonly onClear: () => void;
  readonly onClose: () => void;
  readonly onRetry: (turn: Turn) => void;
  readonly onFeedback: TurnViewOptions['onFeedback'];
}

export interface Panel {
  readonly root: HTMLElement;
  start(turn: Turn): void;
  grow(turn: Turn): void;
  end(turn: Turn, outcome: Outcome): void;
  remove(turn: Turn): void;
  clear(): void;
  /** Empties the status line, so that restored turns are not announced as new. */
  clearStatus(): void;
  /** Shows questions to choose from: suggestions at first, then the follow-ups of the last answer. */
  offer(questions: readonly string[]): void;
  setHeading(heading: string): void;
  focus(): void;
  closeCard(): void;
}

/** Heading, conversation, suggested questions, and the question field. */
export function createPanel(options: PanelOptions): Panel {
  const { strings, floating, onAsk } = options;
  const card = createSourceCard(strings, options.endpoint);
  const views = new Map<Turn, TurnView>();
  let latest: TurnView | undefined;
  let following = true;

  const title = element('h2', { class: 'heading' }, options.heading);
  const fresh = button(
    { class: 'tool', hidden: true, 'aria-label': strings.clear, title: strings.clear },
    options.onClear,
    icon('fresh'),
  );
  const close = button(
    { class: 'tool', 'aria-label': strings.close, title: strings.close },
    options.onClose,
    icon('close'),
  );
  const introduction = element('p', { class: 'introduction' }, strings.introduction);
  const log = element(
    'div',
    { class: 'log', role: 'log', tabindex: 0, 'aria-label': strings.conversation },
    introduction,
  );
  const offers = element('div', {
    class: 'offers',
    role: 'group',
    'aria-label': strings.suggestions,
    hidden: true,
  });
  const composer = createComposer(strings, options.placeholder, onAsk, options.onStop);
  const status = element('p', { class: 'hidden', role: 'status' });
  const root = element(
    floating ? 'dialog' : 'section',
    { class: 'panel', 'aria-label': options.heading },
    element('header', {}, title, fresh, ...(floating ? [close] : [])),
    log,
    offers,
    composer.root,
    status,
    card.root,
  );

  log.addEventListener('scroll', () => {
    following = log.scrollTop + log.clientHeight >= log.scrollHeight - 40;
  });

  // Scrolls to the end, but never past the question: an answer is read from its beginning.
  function follow(): void {
    if (!following || latest === undefined) return;
    const question = latest.root.offsetTop - log.offsetTop - 8;
    log.scrollTop = Math.min(question, log.scrollHeight);
  }

  function setBusy(busy: boolean): void {
    log.setAttribute('aria-busy', String(busy));
    composer.setBusy(busy);
  }

  const panel: Panel = {
    root,
    start(turn) {
      latest = createTurnView(turn, {
        strings,
        card,
        onRetry: () => options.onRetry(turn),
        onFeedback: options.onFeedback,
      });
      views.set(turn, latest);
      panel.offer([]);
      introduction.hidden = true;
      fresh.hidden = false;
      setBusy(true);
      status.textContent = strings.answering;
      log.append(latest.root);
      following = true;
      follow();
    },
    grow(turn) {
      views.get(turn)?.grow();
      follow();
    },
    end(turn, outcome) {
      views.get(turn)?.end(outcome);
      setBusy(false);
      status.textContent =
        outcome.type === 'answered' ? ready(outcome.answer.citations.length) : '';
      panel.offer(outcome.type === 'answered' ? outcome.answer.followUps : []);
      follow();
    },
    remove(turn) {
      views.get(turn)?.root.remove();
      views.delete(turn);
    },
    clear() {
      for (const turn of views.keys()) panel.remove(turn);
      latest = undefined;
      introduction.hidden = false;
      fresh.hidden = true;
      status.textContent = '';
      setBusy(false);
    },
    clearStatus() {
      status.textContent = '';
    },
    offer(questions) {
      const focused = (root.getRootNode() as ShadowRoot).activeElement;
      if (offers.contains(focused)) composer.focus();
      offers.hidden = questions.length === 0;
      offers.replaceChildren(
        ...questions.map((question) => button({ class: 'chip' }, () => onAsk(question), question)),
      );
    },
    setHeading(heading) {
      title.textContent = heading;
      root.setAttribute('aria-label', heading);
    },
    focus: () => composer.focus(),
    closeCard: () => card.close(),
  };
  return panel;

  function ready(count: number): string {
    if (count === 0) return strings.readyNone;
    return count === 1 ? strings.readyOne : fill(strings.ready, { count });
  }
}
