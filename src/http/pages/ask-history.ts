import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { continued } from '../../api/history.ts';
import { parse } from '../../api/parse.ts';
import { InvalidRequest } from '../../api/problem.ts';
import { MAX_MESSAGES, messageSchema } from '../../api/schemas.ts';
import type { Answer, Service } from '../../domain.ts';
import type { PageTexts } from '../../language/en/templates/pages.ts';
import { FIELD, INVALID } from '../../language/en/templates/problems.ts';
import { shapeProblem } from '../middleware/json-shape.ts';
import { type Html, html } from './html.ts';
import { markdownToHtml } from './markdown-html.ts';
import type { View } from './page.ts';
import { anchorOf } from './prose-html.ts';

/** Characters of a conversation that a page carries; every form on it has them once more. */
const MAX_CARRIED = 32_000;
/** More than a page sends: one turn is carried whatever its length. */
const MAX_FIELD = 64_000;
const MAX_CITED = 100;
/** A list of twelve publications has about 1,800 characters and 50 marks. */
const MAX_PARSED = 4_000;
const MAX_MARKS = 300;
const MARKUP = /[*_`[\]<>!~#&\\+=\n]|[-)]\s|\d\.\s/g;

/** A message, and the passages that its markers refer to: number and passage. */
const carriedSchema = z
  .array(
    messageSchema.extend({
      cited: z
        .array(z.tuple([z.int().min(1), z.string().max(300)]))
        .max(MAX_CITED)
        .exactOptional(),
    }),
  )
  .max(MAX_MESSAGES);

/** A conversation as the forms of a page carry it. */
export type Carried = z.infer<typeof carriedSchema>;

/**
 * Reads what `fieldOf` wrote and a browser sent back.
 * @throws {InvalidRequest} as for the history of any other request
 */
export function readCarried(field: unknown): Carried {
  if (field === undefined || field === '') return [];
  return parse(z.object({ history: carriedSchema }), { history: messagesIn(field) }, '').history;
}

function messagesIn(field: unknown): unknown {
  if (typeof field !== 'string') return field;
  try {
    const isRead = field.length <= MAX_FIELD && shapeProblem(Buffer.from(field)) === null;
    if (isRead) return JSON.parse(field);
  } catch {
    // Answered below, like a field that is too long or nested too deeply.
  }
  const detail = FIELD.sentence('history', FIELD.invalid(INVALID.history));
  throw new InvalidRequest([{ pointer: '/history', detail }]);
}

/** The conversation after one more turn; the oldest turns are left out where it is too long to carry. */
export function carryOn(history: Carried, question: string, answer: Answer): Carried {
  const cited = answer.citations
    .slice(0, MAX_CITED)
    .map(({ index, passageId }): [number, string] => [index, passageId]);
  const messages: Carried = [...continued(history, question, answer)];
  const last = messages.at(-1);
  if (last && cited.length > 0) messages.splice(-1, 1, { ...last, cited });
  while (JSON.stringify(messages).length > MAX_CARRIED && messages.length > 2)
    messages.splice(0, 2);
  return messages;
}

/** The hidden field of a form that continues the conversation. */
export function fieldOf(history: Carried): Html | '' {
  if (history.length === 0) return '';
  return html`<input type="hidden" name="history" value="${JSON.stringify(history)}">`;
}

/** Earlier turns, oldest first; their markers lead to the pages of the sources. */
export async function earlierPart({ service, texts }: View, history: Carried): Promise<Html | ''> {
  if (history.length === 0) return '';
  const parts: Html[] = [];
  for (const { role, content, cited = [] } of history) {
    if (role === 'user') {
      parts.push(html`<h2>${content}</h2>`);
      continue;
    }
    const pages = new Map(cited.flatMap(([index, id]) => pageOf(service, index, id)));
    parts.push(html`<div class="answer">${answerHtml(content, pages, texts)}</div>`);
    // Others are served between two answers.
    await setImmediate();
  }
  return html`<section class="earlier" aria-label="${texts.answer.earlier}">${parts}</section>`;
}

/** As text if it has more markup than answers have: to parse, that takes time squared, or the whole stack. */
function answerHtml(
  content: string,
  addresses: ReadonlyMap<number, string>,
  { answer: { source } }: PageTexts,
): Html {
  const marks = content.match(MARKUP)?.length ?? 0;
  const isOurs = content.length <= MAX_PARSED && marks <= MAX_MARKS;
  return isOurs ? markdownToHtml(content, { addresses, nameOf: source }) : html`<p>${content}</p>`;
}

/** Nothing for a passage that is not ours: what a form sends back may be made up. */
function pageOf(service: Service, index: number, passageId: string): [number, string][] {
  const sourceId = passageId.slice(0, passageId.lastIndexOf('#'));
  const isKnown =
    service.sources.some(({ id }) => id === sourceId) &&
    service.passagesOf(sourceId).some(({ id }) => id === passageId);
  return isKnown ? [[index, `sources/${sourceId}#${anchorOf(passageId)}`]] : [];
}
