import type { Answer, Feedback } from '../domain.ts';
import { button, element } from './dom.ts';
import { fill } from './fill.ts';
import { parseMarkdown } from './markdown.ts';
import { createGrowingText, renderMarkdown } from './render.ts';
import { parseSettled } from './settled.ts';
import type { LoadLater, SourceMarkers } from './source-marker.ts';
import { sourceList } from './sources-view.ts';
import type { Strings } from './strings.ts';
import type { Failure, Outcome, Turn } from './transcript.ts';

export interface TurnViewOptions {
  readonly strings: Strings;
  readonly endpoint: string;
  readonly marker: SourceMarkers['marker'];
  readonly loadLater: LoadLater;
  readonly onRetry: () => void;
  readonly onFeedback: (feedback: Feedback) => void;
}

export interface TurnView {
  readonly root: HTMLElement;
  grow(): void;
  end(outcome: Outcome): void;
}

/** Both as in `conversation.css`. */
const LONG_LIST = ':is(.text, .sources) > :is(ul, ol):has(> :nth-child(11))';
const SHOWN_ITEMS = 8;
const SLOW_MS = 8_000;

/** A question and its answer. Nodes are appended as the answer grows. */
export function createTurnView(turn: Turn, options: TurnViewOptions): TurnView {
  const { strings, marker, onRetry } = options;
  const progress = element('p', { class: 'progress' }, strings.answering);
  const text = element('div', { class: 'text', dir: 'auto' });
  const answer = element('div', { class: 'answer' }, hiddenLabel(strings.answered), progress, text);
  const root = element(
    'article',
    { class: 'turn' },
    element('p', { class: 'question' }, hiddenLabel(strings.asked), turn.question),
    answer,
  );
  const markerOf = (index: number) => {
    const citation = turn.citations.find((candidate) => candidate.index === index);
    return citation && marker(citation);
  };
  const show = createGrowingText(text, markerOf);

  // Now, so that the page does not move when the answer is there.
  const later = options.loadLater().catch(() => undefined);
  const slow = setTimeout(() => {
    progress.textContent = turn.isConnected ? strings.slow : strings.waiting;
  }, SLOW_MS);

  return {
    root,
    grow() {
      clearTimeout(slow);
      progress.textContent = strings.answering;
      show(parseSettled(turn.text));
    },
    end(outcome) {
      clearTimeout(slow);
      progress.remove();
      if (turn.text !== '') show(parseMarkdown(turn.text).document);
      if (outcome.type === 'answered') {
        const blocks = (markdown: string) => renderMarkdown(markdown, markerOf);
        answer.append(footer(outcome.answer, turn, later, options));
        later.then((module) => module?.showLayouts(answer, outcome.answer, { ...options, blocks }));
      } else if (outcome.type === 'failed')
        answer.append(failureNote(outcome.failure, strings, onRetry));
      else answer.append(note(strings.stopped, retryButton(strings, onRetry)));
      later.then(() => offerWholeLists(answer, strings));
    },
  };
}

/** Sources, tools and feedback below an answer. Not announced: the status line says that it is ready. */
function footer(
  answer: Answer,
  turn: Turn,
  /** Without it the answer can still be read. */
  later: Promise<Awaited<ReturnType<LoadLater>> | undefined>,
  { strings, onFeedback }: TurnViewOptions,
): HTMLElement {
  const { citations, mode, check } = answer;
  const sources = citations.length > 0;
  const tools = element('div', { class: 'tools' });
  if (sources)
    tools.append(element('p', { class: 'mode' }, strings[check === 'quotes' ? 'llmQuotes' : mode]));
  const root = element(
    'div',
    { class: 'footer', 'aria-live': 'off' },
    ...(sources ? [sourceList(citations, strings)] : []),
    tools,
  );
  later.then((module) => {
    const more = module?.answerTools(answer, turn.question, strings, onFeedback);
    tools.append(...(more?.tools ?? []));
    root.append(...(more?.below ?? []));
  });
  return root;
}

/** Of a long list only the beginning is shown, by its style. */
function offerWholeLists(answer: HTMLElement, strings: Strings): void {
  for (const list of answer.querySelectorAll(LONG_LIST)) {
    const more = button(
      { class: 'chip' },
      () => {
        const next = list.children[SHOWN_ITEMS] as HTMLElement;
        list.classList.add('all');
        more.remove();
        next.tabIndex = -1;
        next.focus();
      },
      fill(strings.showAll, { count: list.childElementCount }),
    );
    list.after(more);
  }
}

function failureNote(failure: Failure, strings: Strings, onRetry: () => void): HTMLElement {
  const { kind, retryAfter } = failure;
  const retry = retryButton(strings, onRetry);
  if (kind !== 'rate-limited') return note(strings[kind], retry);
  if (retryAfter === undefined) return note(strings.rateLimited, retry);
  countDown(retry, retryAfter, strings);
  return note(fill(strings.rateLimitedFor, { seconds: retryAfter }), retry);
}

function countDown(retry: HTMLButtonElement, seconds: number, strings: Strings): void {
  retry.disabled = seconds > 0;
  retry.textContent = seconds > 0 ? fill(strings.retryIn, { seconds }) : strings.retry;
  if (seconds > 0) setTimeout(() => countDown(retry, seconds - 1, strings), 1_000);
}

function note(words: string, retry: HTMLElement): HTMLElement {
  const action = element('span', { 'aria-live': 'off' }, retry);
  return element('div', { class: 'note' }, element('p', {}, words), action);
}

function retryButton(strings: Strings, onRetry: () => void): HTMLButtonElement {
  return button({ class: 'retry' }, onRetry, strings.retry);
}

function hiddenLabel(words: string): HTMLElement {
  return element('span', { class: 'hidden' }, `${words} `);
}
