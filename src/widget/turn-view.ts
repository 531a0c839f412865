import type { Answer, Feedback } from '../domain.ts';
import { button, element, icon } from './dom.ts';
import { feedbackView } from './feedback-view.ts';
import { parseMarkdown } from './markdown.ts';
import { createGrowingText } from './render.ts';
import { parseSettled } from './settled.ts';
import type { SourceCard } from './source-card.ts';
import { provenance, sourceList } from './sources-view.ts';
import { fill, type Strings } from './strings.ts';
import type { Failure, Outcome, Turn } from './transcript.ts';
import { withReferences } from './transcript.ts';

export interface TurnViewOptions {
  readonly strings: Strings;
  readonly card: SourceCard;
  readonly onRetry: () => void;
  readonly onFeedback: (feedback: Feedback) => void;
}

export interface TurnView {
  readonly root: HTMLElement;
  grow(): void;
  end(outcome: Outcome): void;
}

/** A question and its answer. Nodes are appended as the answer grows. */
export function createTurnView(turn: Turn, options: TurnViewOptions): TurnView {
  const { strings, card, onRetry } = options;
  const progress = element('p', { class: 'progress' }, strings.answering);
  const text = element('div', { class: 'text', dir: 'auto' });
  const answer = element('div', { class: 'answer' }, hiddenLabel(strings.answered), progress, text);
  const root = element(
    'article',
    { class: 'turn' },
    element('p', { class: 'question' }, hiddenLabel(strings.asked), turn.question),
    answer,
  );
  const show = createGrowingText(text, (index) => {
    const citation = turn.citations.find((candidate) => candidate.index === index);
    return citation && card.marker(citation);
  });

  return {
    root,
    grow: () => show(parseSettled(turn.text)),
    end(outcome) {
      progress.remove();
      if (turn.text !== '') show(parseMarkdown(turn.text).document);
      if (outcome.type === 'answered') answer.append(footer(outcome.answer, turn, options));
      else if (outcome.type === 'failed')
        answer.append(failureNote(outcome.failure, strings, onRetry));
      else answer.append(note(strings.stopped, retryButton(strings, onRetry)));
    },
  };
}

/** Sources, tools and feedback below an answer. Not announced: the status line says that it is ready. */
function footer(answer: Answer, turn: Turn, { strings, onFeedback }: TurnViewOptions): HTMLElement {
  const { id, citations, mode, check } = answer;
  const { thumbs, reply } = feedbackView(strings, (rating) =>
    onFeedback({ answerId: id, question: turn.question, ...rating }),
  );
  const sources = citations.length > 0;
  return element(
    'div',
    { class: 'footer', 'aria-live': 'off' },
    ...(sources ? [sourceList(citations, strings)] : []),
    element(
      'div',
      { class: 'tools' },
      ...(sources
        ? [element('p', { class: 'mode' }, strings[check === 'quotes' ? 'llmQuotes' : mode])]
        : []),
      copyButton(answer, strings),
      thumbs,
    ),
    reply,
    provenance(answer, strings),
  );
}

function copyButton(answer: Answer, strings: Strings): HTMLElement {
  const status = element('span', { class: 'hidden', role: 'status' });
  const copy = button(
    { class: 'tool', 'aria-label': strings.copy, title: strings.copy },
    async () => {
      try {
        await navigator.clipboard.writeText(withReferences(answer, strings));
        status.textContent = strings.copied;
        copy.replaceChildren(icon('done'));
      } catch {
        status.textContent = strings.copyFailed;
        status.classList.remove('hidden');
      }
    },
    icon('copy'),
  );
  return element('span', {}, copy, status);
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
