import { MAX_QUESTION_LENGTH } from '../../api/schemas.ts';
import type { Answer, Citation } from '../../domain.ts';
import type { PageTexts } from '../../language/en/templates/pages.ts';
import { fill } from '../../widget/fill.ts';
import { dateInWords } from '../../widget/layout-text.ts';
import { type Draw, drawAnswer } from '../../widget/layout-view.ts';
import { webAddress } from '../../widget/web-address.ts';
import { type Carried, fieldOf } from './ask-history.ts';
import { escapeHtml, Html, html } from './html.ts';
import { widgetTexts } from './languages.ts';
import { type Markers, markdownToHtml, markdownWithin } from './markdown-html.ts';
import { document, type View } from './page.ts';
import { anchorOf } from './prose-html.ts';

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
export function page(view: View, { title, question, earlier, main, history }: Shown): Html {
  const texts = view.texts.answer;
  const content = html`<div class="reading">
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
      </div>`;
  const about = view.texts.askAbout(view.service.researcher);
  return document(view, { title: `${title} · ${about}`, styles: ['layouts.css'] }, content);
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
  answer: Answer,
  history: Carried,
  { texts }: View,
  /** What rates the answer. */
  rating: Html | '',
): Html {
  const { status, citations, mode, check, followUps, layouts = [] } = answer;
  const { answer: words, sections } = texts;
  const shown = new Set(layouts.flatMap(({ items }) => items.map(({ sourceId }) => sourceId)));
  const items = citations.map((one) => sourceItem(one, shown.has(one.sourceId), texts));
  return html`<div class="answer" dir="auto">${drawAnswer(answer, drawHtml(answer, texts))}</div>
      ${status === 'answered' ? html`<p class="mode">${words[check === 'quotes' ? 'llmQuotes' : mode]}</p>` : ''}
      ${rating}
      ${citations.length > 0 ? html`<h2>${sections.sources}</h2><p class="where">${words.quotesNote}</p><ol class="sources">${items}</ol>` : ''}
      ${followUps.length > 0 ? html`<h2>${words.followUps}</h2>${form('next', history, html`${followUps.map(followUp)}`)}` : ''}`;
}

/** Draws the layouts of an answer as HTML. */
function drawHtml({ citations }: Answer, texts: PageTexts): Draw<Html> {
  const addresses = new Map(citations.map(({ index }) => [index, `#source-${index}`]));
  const markers: Markers = { addresses, nameOf: texts.answer.source };
  return {
    words: widgetTexts(texts),
    element(tag, attributes, ...children) {
      const given = Object.entries(attributes).map(([name, value]) =>
        value === undefined ? '' : ` ${name}="${escapeHtml(value)}"`,
      );
      return new Html(`<${tag}${given.join('')}>${escapeHtml(children)}</${tag}>`);
    },
    link: (address, words) => link(address ?? '', words),
    ownLink: (address, words) => html`<a href="${address}">${words}</a>`,
    blocks: (markdown) => [markdownToHtml(markdown, markers)],
    inline: (markdown) => [markdownWithin(markdown, markers)],
  };
}

/** @param isShown whether the answer shows its links already */
function sourceItem(citation: Citation, isShown: boolean, texts: PageTexts): Html {
  const { index, title, heading, quote, url, links, asOf } = citation;
  const date = asOf && fill(widgetTexts(texts).asOf, { date: dateInWords(asOf, texts.lang) });
  const where = [heading === title ? '' : heading, date].filter(Boolean).join(' · ');
  return html`<li id="source-${index}" value="${index}">
        ${texts.answer.about} <cite>${url === null ? ownPage(citation) : link(url, title)}</cite>${where === '' ? '' : html` <span class="where">${where}</span>`}
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
