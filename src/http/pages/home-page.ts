import type { RequestHandler } from 'express';
import { MAX_QUESTION_LENGTH } from '../../api/schemas.ts';
import { positionOf } from '../../api/source-markdown.ts';
import { ownerOf } from '../../corpus/kinds.ts';
import { publicationsOf } from '../../corpus/works.ts';
import type { Service, Source } from '../../domain.ts';
import type { WebOrigin } from '../access/web-origin.ts';
import { pathOf } from '../middleware/addresses.ts';
import { exampleQuestions } from './examples.ts';
import { firstSentence } from './first-sentence.ts';
import { type Html, html } from './html.ts';
import { describeSource } from './json-ld.ts';
import { document, type Frame, sendPage, type View, viewOf } from './page.ts';
import { outside, workList } from './work-list.ts';

/** Publications on the home page. */
const LATEST = 5;

export interface HomeOptions {
  readonly service: Service;
  readonly originOf: WebOrigin;
  readonly publicUrl: string | undefined;
  /** Whether everyone may see the profile; else the page shows the researcher's name alone. */
  readonly isOpen: boolean;
}

/**
 * `GET /`, with the answer if the address has a `?question=`. Behind a proxy that strips a path,
 * "/chat" and "/chat/" look the same from here, so the page gets a `<base>` with the path.
 * @param keepDays how long the questions of visitors are kept, if they are
 */
export function homePage({ service, originOf, publicUrl, isOpen }: HomeOptions): RequestHandler {
  const { researcher, sources } = service;
  const below = pathOf(publicUrl);
  const base = below === '' ? '' : html`<base href="${below}/">`;
  const person = isOpen ? ownerOf(sources) : undefined;
  const works = isOpen ? publicationsOf(sources) : [];
  return (request, response) => {
    const view = viewOf(service, request, response);
    const texts = view.texts.home;
    const origin = originOf(request);
    const { question } = request.query;
    const asked = typeof question === 'string' ? question.slice(0, MAX_QUESTION_LENGTH) : '';
    const frame: Frame = {
      title: texts.title(researcher),
      description: texts.description(researcher),
      section: '',
      head: html`${base}${asked === '' ? '' : html`<noscript><meta http-equiv="refresh" content="0; url=ask?question=${encodeURIComponent(asked)}"></noscript>`}`,
      image: person?.photo,
      about: person && describeSource(person, (id) => `${origin}/sources/${id}`),
      scripts: ['widget.js', 'page.js', ...(isOpen ? ['search.js'] : [])],
      ...(asked === '' && { address: `${origin}/` }),
    };
    const main = html`${header(person, view)}
      ${isOpen ? searchForm(view) : ''}
      <ask-the-researcher position="inline" heading="${texts.questions}">
        <form class="ask" action="ask">
          <label for="question">${texts.question}</label>
          <textarea id="question" name="question" rows="2" required maxlength="${MAX_QUESTION_LENGTH}">${asked}</textarea>
          <button type="submit">${view.texts.answer.ask}</button>
        </form>
      </ask-the-researcher>
      <form class="examples" action="ask" aria-label="${texts.examples}">
        ${exampleQuestions(service, view.texts)}
      </form>
      ${latest(works, view)}`;
    sendPage(response, 200, document(view, frame, main));
  };
}

function header(person: Source | undefined, { service, texts, root }: View): Html {
  const name = texts.site.name(service.researcher);
  const lede = html`<p class="lede">${texts.home.lede}</p>`;
  if (person === undefined) return html`<header class="hero"><h1>${name}</h1>${lede}</header>`;
  const { photo, pronouns, asOf, links } = person;
  return html`<header class="hero person">
        ${photo === undefined ? '' : html`<img class="photo" src="${photo}" alt="" width="144" height="144">`}
        <div>
          <h1>${name}${pronouns === undefined ? '' : html` <small>${pronouns}</small>`}</h1>
          <p class="role">${positionOf(person) || firstSentence(person)}${asOf === undefined ? '' : html` <span class="as-of">${texts.home.asOf(texts.date(asOf))}</span>`}</p>
          <p class="links"><a href="${root}sources/${person.id}">${texts.home.profile}</a> ${links.map(({ label, url }) => outside(url, label))}</p>
        </div>
        ${lede}
      </header>`;
}

/** Sends the question; with its script, it finds works and questions as one types. */
function searchForm({ texts: { home: texts, answer } }: View): Html {
  return html`<form class="search" role="search" action="ask" data-found="${texts.found('{number}')}" data-nothing="${texts.foundNothing}" data-ask="${texts.ask('{question}')}" data-about="${texts.askAbout('{title}')}">
        <label for="search">${texts.search}</label>
        <input id="search" name="question" type="search" required autocomplete="off" placeholder="${texts.searchHint}" maxlength="${MAX_QUESTION_LENGTH}">
        <button type="submit">${answer.ask}</button>
      </form>`;
}

function latest(works: readonly Source[], view: View): Html | '' {
  if (works.length === 0) return '';
  const { home: texts } = view.texts;
  return html`<section class="latest">
        <h2>${texts.latest}</h2>
        ${workList(works.slice(0, LATEST), view)}
        ${works.length > LATEST ? html`<p><a href="publications">${texts.all(works.length)}</a></p>` : ''}
      </section>`;
}
