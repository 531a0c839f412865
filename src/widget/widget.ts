import type { Feedback } from '../domain.ts';
import { loadConfig } from './config.ts';
import type { Conversation } from './conversation.ts';
import { button, element, ICONS, icon } from './dom.ts';
import { fill } from './fill.ts';
import { openPanel } from './floating.ts';
import { createPanel, type Panel } from './panel.ts';
import type { LoadLater } from './source-marker.ts';
import { type OwnStrings, stringsFor } from './strings.ts';

export interface WidgetOptions {
  readonly conversation: Conversation;
  readonly endpoint: string;
  readonly loadLater: LoadLater;
  /** Empty for the default, as is `placeholder`. */
  readonly heading: string;
  readonly placeholder: string;
  readonly suggestions: readonly string[];
  readonly floating: boolean;
  readonly language: string;
  /** The strings of the language, where it is not English. */
  readonly loaded: OwnStrings;
  readonly strings: OwnStrings;
  readonly onOpen: (open: boolean) => void;
  readonly onFeedback: (feedback: Feedback) => void;
}

export interface Widget {
  readonly root: HTMLElement;
  readonly panel: Panel;
  /** Called whenever the element has come into the page. */
  show(): void;
  setOpen(open: boolean): void;
  focus(): void;
  clear(): void;
  destroy(): void;
}

/** The content of the element: the panel and, if it floats, its launcher. */
export function createWidget(options: WidgetOptions): Widget {
  const { conversation, endpoint, floating, language, onOpen } = options;
  const strings = stringsFor(options.loaded, options.strings);
  let suggestions = options.suggestions;
  let closePanel: (() => void) | undefined;
  let configured = false;

  const panel = createPanel({
    strings,
    endpoint,
    loadLater: options.loadLater,
    floating,
    heading: options.heading || strings.headingUnnamed,
    placeholder: options.placeholder || strings.placeholder,
    onAsk: (question, fresh) => void conversation.ask(question, { fresh }),
    onStop: () => conversation.stop(),
    onClear: () => {
      conversation.clear();
      widget.clear();
      panel.focus();
    },
    onClose: () => onOpen(false),
    onRetry: (turn) => {
      if (conversation.busy) return;
      conversation.drop(turn);
      panel.remove(turn);
      panel.focus();
      void conversation.ask(turn.question, { fresh: turn.fresh });
    },
    onFeedback: (feedback) => {
      options.onFeedback(feedback);
      sendFeedback(endpoint, feedback);
    },
  });
  const launcher = button(
    { class: 'launcher', 'aria-haspopup': 'dialog', 'aria-expanded': 'false' },
    () => {
      onOpen(true);
      panel.focus();
    },
    icon(ICONS.ask),
    strings.open,
  );
  const hasOwnStrings = Object.keys(options.strings).length > 0;
  const root = element(
    'div',
    {
      class: floating ? 'root floating' : 'root',
      popover: floating && 'manual',
      lang: hasOwnStrings ? language : strings.language,
    },
    ...(floating ? [launcher] : []),
    panel.root,
  );
  panel.root.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.isComposing || !floating) return;
    event.stopPropagation();
    onOpen(false);
  });
  panel.root.addEventListener('cancel', (event) => {
    event.preventDefault();
    onOpen(false);
  });
  for (const turn of conversation.turns) {
    panel.start(turn);
    if (turn.outcome === undefined) panel.grow(turn);
    else panel.end(turn, turn.outcome);
  }
  panel.clearStatus();

  /** Called when the panel is first shown, so that a closed launcher sends no request. */
  function configure(): void {
    if (configured) return;
    configured = true;
    panel.suggest(suggestions);
    loadConfig(endpoint).then(
      (config) => {
        const { researcher, feedback } = config;
        if (options.heading === '' && researcher !== null) {
          panel.setHeading(fill(strings.heading, { researcher }));
        }
        if (suggestions.length === 0) suggestions = config.suggestions;
        root.toggleAttribute('data-feedback', feedback);
        panel.suggest(suggestions);
      },
      () => {
        configured = false; // The panel works without it; try again when it is next opened.
      },
    );
  }

  const widget: Widget = {
    root,
    panel,
    show() {
      if (!floating || !root.isConnected) return;
      // Whatever the page does to its body, the top layer is not moved by it and above it; but it zooms.
      root.style.setProperty('zoom', '1');
      root.showPopover();
      root.style.setProperty('zoom', String(1 / (root.currentCSSZoom ?? 1)));
    },
    setOpen(open) {
      if (open || !floating) configure();
      if (!floating || open === (closePanel !== undefined)) return;
      launcher.setAttribute('aria-expanded', String(open));
      launcher.hidden = open;
      if (open) {
        closePanel = openPanel(panel.root as HTMLDialogElement);
      } else {
        const hadFocus = (root.getRootNode() as ShadowRoot).activeElement !== null;
        panel.closeCard();
        closePanel?.();
        closePanel = undefined;
        if (hadFocus) launcher.focus();
      }
    },
    focus: () => panel.focus(),
    clear: panel.clear,
    destroy() {
      panel.closeCard();
      closePanel?.();
    },
  };
  return widget;
}

/** Failures are ignored: losing feedback is not worth an error message. */
function sendFeedback(endpoint: string, feedback: Feedback): void {
  fetch(`${endpoint}/api/feedback`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(feedback),
    keepalive: true,
  }).catch(() => {});
}
