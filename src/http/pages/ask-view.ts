import { MAX_QUESTION_LENGTH } from '../../api/schemas.ts';
import type { Answer, Citation, Service } from '../../domain.ts';
import { PAGES } from '../../language/en/templates/pages.ts';
import { webAddress } from '../../widget/web-address.ts';
import { type Carried, fieldOf } from './ask-history.ts';
import { type Html, html } from './html.ts';
import { markdownToHtml } from './markdown-html.ts';
import { anchorOf } from './prose-html.ts';

const { answer: TEXTS } = PAGES;

/** What a page shows and carries. */
export interface Shown {
  readonly title: string;
  readonly question: string;
  /** The turns before. */
  readonly earlier: Html | '';
  readonly main: Html;
  /** The turns that its forms send. */
  readonly history: Carried;
}

/** A page of a conversation: the turns before, the last one, and how to go on. */
export function page(service: Service, { title, question, earlier, main, history }: Shown): Html {
  const about = PAGES.askAbout(service.researcher);
  return html`<!doctype html>
<html lang="${PAGES.lang}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="robots" content="noindex">
    <title>${title} · ${about}</title>
    <link rel="icon" href="icon.svg">
    <link rel="stylesheet" href="page.css">
  </head>
  <body>
    <main class="reading">
      <p class="eyebrow"><a href="./">${about}</a></p>
      ${earlier}
      <h1 id="latest">${question === '' ? title : question}</h1>
      ${main}
      ${form(
        'ask',
        history,
        html`<label for="question">${TEXTS.askAnother}</label>
        <textarea id="question" name="question" rows="2" required maxlength="${MAX_QUESTION_LENGTH}"></textarea>
        <button type="submit">${TEXTS.ask}</button>`,
      )}
      ${history.length > 0 ? html`<p class="links"><a href="./">${TEXTS.startOver}</a></p>` : ''}
    </main>
  </body>
</html>
`;
}

/** A form that continues the conversation; without one it begins one, at an address to share. */
function form(name: string, history: Carried, content: Html): Html {
  const target = history.length > 0 ? html`method="post" action="ask#latest"` : html`action="ask"`;
  return html`<form class="${name}" ${target}>${fieldOf(history)}
        ${content}
      </form>`;
}

/** An answer with its sources, and the suggestions that continue `history`. */
export function answerPart(
  { answer, status, citations, mode, check, followUps }: Answer,
  history: Carried,
): Html {
  const pages = new Map(citations.map(({ index }) => [index, `#source-${index}`]));
  return html`<div class="answer">${markdownToHtml(answer, pages)}</div>
      ${status === 'answered' ? html`<p class="mode">${TEXTS[check === 'quotes' ? 'llmQuotes' : mode]}</p>` : ''}
      ${citations.length > 0 ? html`<h2>${PAGES.sources}</h2><p class="where">${TEXTS.quotesNote}</p><ol class="sources">${citations.map(sourceItem)}</ol>` : ''}
      ${followUps.length > 0 ? html`<h2>${TEXTS.followUps}</h2>${form('next', history, html`${followUps.map(followUp)}`)}` : ''}`;
}

function sourceItem(citation: Citation): Html {
  const { index, title, heading, quote, url, links } = citation;
  const where =
    heading === '' || heading === title ? '' : html` <span class="where">${heading}</span>`;
  return html`<li id="source-${index}" value="${index}">
        ${TEXTS.about} <cite>${url === null ? ownPage(citation) : link(url, title)}</cite>${where}
        <blockquote>${quote}</blockquote>
        ${links.length > 0 ? html`<p class="links">${links.map(({ url: page, label }) => html`${link(page, label)} `)}</p>` : ''}
      </li>`;
}

/** Links to our page about the source, at the passage. */
function ownPage({ sourceId, passageId, title }: Citation): Html {
  return html`<a href="sources/${sourceId}#${anchorOf(passageId)}">${title}</a>`;
}

function link(address: string, text: string): Html {
  const href = webAddress(address);
  return href === undefined
    ? html`${text}`
    : html`<a href="${href}" rel="noopener nofollow">${text}</a>`;
}

function followUp(question: string): Html {
  return html`<button name="question" value="${question}">${question}</button>`;
}
