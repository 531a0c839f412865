import { MAX_QUESTION_LENGTH } from '../../api/schemas.ts';
import type { Answer, Citation } from '../../domain.ts';
import type { PageTexts } from '../../language/en/templates/pages.ts';
import { webAddress } from '../../widget/web-address.ts';
import { type Carried, fieldOf } from './ask-history.ts';
import { type Html, html } from './html.ts';
import { markdownToHtml } from './markdown-html.ts';
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
  return document(view, { title: `${title} · ${about}` }, content);
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
  { texts }: View,
): Html {
  const addresses = new Map(citations.map(({ index }) => [index, `#source-${index}`]));
  const { answer: words, sections } = texts;
  return html`<div class="answer">${markdownToHtml(answer, { addresses, nameOf: words.source })}</div>
      ${status === 'answered' ? html`<p class="mode">${words[check === 'quotes' ? 'llmQuotes' : mode]}</p>` : ''}
      ${citations.length > 0 ? html`<h2>${sections.sources}</h2><p class="where">${words.quotesNote}</p><ol class="sources">${citations.map((citation) => sourceItem(citation, texts))}</ol>` : ''}
      ${followUps.length > 0 ? html`<h2>${words.followUps}</h2>${form('next', history, html`${followUps.map(followUp)}`)}` : ''}`;
}

function sourceItem(citation: Citation, { answer: words }: PageTexts): Html {
  const { index, title, heading, quote, url, links } = citation;
  const where =
    heading === '' || heading === title ? '' : html` <span class="where">${heading}</span>`;
  return html`<li id="source-${index}" value="${index}">
        ${words.about} <cite>${url === null ? ownPage(citation) : link(url, title)}</cite>${where}
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
