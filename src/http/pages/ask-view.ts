import { MAX_QUESTION_LENGTH } from '../../api/schemas.ts';
import type { Answer, Citation, Service } from '../../domain.ts';
import { fill } from '../../widget/fill.ts';
import { dateInWords } from '../../widget/layout-text.ts';
import { type Draw, drawAnswer } from '../../widget/layout-view.ts';
import { webAddress } from '../../widget/web-address.ts';
import { type Carried, fieldOf } from './ask-history.ts';
import { escapeHtml, Html, html } from './html.ts';
import { markdownToHtml, markdownWithin } from './markdown-html.ts';
import { anchorOf } from './prose-html.ts';
import type { PageLanguage } from './visitor-language.ts';

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
export function page(
  service: Service,
  { title, question, earlier, main, history }: Shown,
  { tag, page: texts }: PageLanguage,
): Html {
  const about = texts.askAbout(service.researcher);
  return html`<!doctype html>
<html lang="${tag}" dir="${texts.direction}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="robots" content="noindex">
    <title>${title} · ${about}</title>
    <link rel="icon" href="icon.svg">
    <link rel="stylesheet" href="page.css">
    <link rel="stylesheet" href="layouts.css">
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
        html`<label for="question">${texts.askAnother}</label>
        <textarea id="question" name="question" rows="2" required maxlength="${MAX_QUESTION_LENGTH}"></textarea>
        <button type="submit">${texts.ask}</button>`,
      )}
      ${history.length > 0 ? html`<p class="links"><a href="./">${texts.startOver}</a></p>` : ''}
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
export function answerPart(answer: Answer, history: Carried, language: PageLanguage): Html {
  const { status, citations, mode, check, followUps } = answer;
  const { widget, page: texts } = language;
  const items = (answer.layouts ?? []).flatMap((layout) => layout.items);
  const shown = new Set(items.map(({ sourceId }) => sourceId));
  return html`<div class="answer" dir="auto">${drawAnswer(answer, drawHtml(answer, language))}</div>
      ${status === 'answered' ? html`<p class="mode">${widget[check === 'quotes' ? 'llmQuotes' : mode]}</p>` : ''}
      ${citations.length > 0 ? html`<h2>${widget.sources}</h2><p class="where">${texts.quotesNote}</p><ol class="sources">${citations.map((citation) => sourceItem(citation, shown.has(citation.sourceId), language))}</ol>` : ''}
      ${followUps.length > 0 ? html`<h2>${texts.followUps}</h2>${form('next', history, html`${followUps.map(followUp)}`)}` : ''}`;
}

/** Draws the layouts of an answer as HTML. */
function drawHtml({ citations }: Answer, { widget, later, page }: PageLanguage): Draw<Html> {
  const cited = new Set(citations.map(({ index }) => index));
  const markerOf = (number: number) =>
    cited.has(number) ? { address: `#source-${number}`, label: page.source(number) } : undefined;
  return {
    words: { ...widget, ...later },
    element(tag, attributes, ...children) {
      const given = Object.entries(attributes).map(([name, value]) =>
        value === undefined ? '' : ` ${name}="${escapeHtml(value)}"`,
      );
      return new Html(`<${tag}${given.join('')}>${escapeHtml(children)}</${tag}>`);
    },
    link: (address, words) => link(address ?? '', words),
    ownLink: (address, words) => html`<a href="${address}">${words}</a>`,
    blocks: (markdown) => [markdownToHtml(markdown, markerOf)],
    inline: (markdown) => [markdownWithin(markdown, markerOf)],
  };
}

/** @param isShown whether the answer shows its links already */
function sourceItem(citation: Citation, isShown: boolean, { widget, later }: PageLanguage): Html {
  const { index, title, heading, quote, url, links, asOf } = citation;
  const date =
    asOf === undefined ? '' : fill(widget.asOf, { date: dateInWords(asOf, widget.language) });
  const where = [heading === title ? '' : heading, date].filter(Boolean).join(' · ');
  return html`<li id="source-${index}" value="${index}">
        ${later.about} <cite>${url === null ? ownPage(citation) : link(url, title)}</cite>${where === '' ? '' : html` <span class="where">${where}</span>`}
        <blockquote>${quote}</blockquote>
        ${links.length > 0 && !isShown ? html`<p class="links">${links.map(({ url: page, label }) => html`${link(page, label)} `)}</p>` : ''}
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
