import { createComposer } from './composer.ts';
import { button, element, ICONS, icon } from './dom.ts';
import { fill } from './fill.ts';
import { createSourceMarkers, type LoadLater } from './source-marker.ts';
import type { Strings } from './strings.ts';
import type { Outcome, Turn } from './transcript.ts';
import { createTurnView, type TurnView, type TurnViewOptions } from './turn-view.ts';

export interface PanelOptions {
  readonly endpoint: string;
  readonly loadLater: LoadLater;
  readonly strings: Strings;
  readonly heading: string;
  readonly placeholder: string;
  /** True: a dialog that a launcher opens. False: a section of the page. */
  readonly floating: boolean;
  /** @param fresh whether the question stands alone, whatever was said before */
  readonly onAsk: (question: string, fresh: boolean) => void;
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
  /** Questions to choose from, besides the follow-ups of the last answer. */
  suggest(questions: readonly string[]): void;
  setHeading(heading: string): void;
  focus(): void;
  closeCard(): void;
}

const MAX_OFFERS = 5;

/** Heading, conversation, suggested questions, and the question field. */
export function createPanel(options: PanelOptions): Panel {
  const { strings, floating, onAsk } = options;
  const markers = createSourceMarkers(strings, options.endpoint, options.loadLater);
  const views = new Map<Turn, TurnView>();
  let latest: TurnView | undefined;
  let following = true;
  let followUps: readonly string[] = [];
  let suggestions: readonly string[] = [];

  const title = element('h2', { class: 'heading' }, options.heading);
  const fresh = button(
    { class: 'tool', hidden: true, 'aria-label': strings.clear, title: strings.clear },
    options.onClear,
    icon(ICONS.fresh),
  );
  const close = button(
    { class: 'tool', 'aria-label': strings.close, title: strings.close },
    options.onClose,
    icon(ICONS.close),
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
  const talk = element('div', { class: 'talk' }, log, offers);
  const composer = createComposer(
    strings,
    options.placeholder,
    (question) => onAsk(question, false),
    options.onStop,
  );
  const status = element('p', { class: 'hidden', role: 'status' });
  const root = element(
    floating ? 'dialog' : 'section',
    { class: 'panel', 'aria-label': options.heading },
    element('header', {}, title, fresh, ...(floating ? [close] : [])),
    talk,
    composer.root,
    status,
    markers.root,
  );

  talk.addEventListener('scroll', () => {
    following = talk.scrollTop + talk.clientHeight >= talk.scrollHeight - 40;
  });

  // Scrolls to the end, but never past the question: an answer is read from its beginning.
  function follow(): void {
    if (!following || latest === undefined) return;
    talk.scrollTop = Math.min(latest.root.offsetTop - 8, talk.scrollHeight);
  }

  function offer(): void {
    const asked = new Set([...views.keys()].map(({ question }) => question));
    const others = suggestions.filter(
      (question) => !asked.has(question) && !followUps.includes(question),
    );
    show([
      ...followUps.map((question) => chip(question, false)),
      ...others.map((question) => chip(question, true)),
    ]);
  }

  function chip(question: string, fresh: boolean): HTMLElement {
    return button({ class: 'chip' }, () => onAsk(question, fresh), question);
  }

  function show(chips: readonly HTMLElement[]): void {
    const focused = (root.getRootNode() as ShadowRoot).activeElement;
    if (offers.contains(focused)) composer.focus();
    offers.hidden = chips.length === 0;
    offers.replaceChildren(...chips.slice(0, MAX_OFFERS));
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
        endpoint: options.endpoint,
        marker: markers.marker,
        loadLater: options.loadLater,
        onRetry: () => options.onRetry(turn),
        onFeedback: options.onFeedback,
      });
      views.set(turn, latest);
      show([]);
      // At once, while the page may still move: it has just been asked to.
      root.classList.add('started');
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
      followUps = outcome.type === 'answered' ? outcome.answer.followUps : [];
      offer();
      follow();
    },
    remove(turn) {
      views.get(turn)?.root.remove();
      views.delete(turn);
    },
    clear() {
      for (const turn of views.keys()) panel.remove(turn);
      latest = undefined;
      followUps = [];
      offer();
      introduction.hidden = false;
      fresh.hidden = true;
      status.textContent = '';
      setBusy(false);
    },
    clearStatus() {
      status.textContent = '';
    },
    suggest(questions) {
      suggestions = questions;
      if (log.getAttribute('aria-busy') !== 'true') offer();
    },
    setHeading(heading) {
      title.textContent = heading;
      root.setAttribute('aria-label', heading);
    },
    focus: () => composer.focus(),
    closeCard: markers.closeCard,
  };
  return panel;

  function ready(count: number): string {
    if (count === 0) return strings.readyNone;
    return count === 1 ? strings.readyOne : fill(strings.ready, { count });
  }
}
