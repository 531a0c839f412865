import type { RequestHandler } from 'express';
import { worksOfTheme } from '../../api/publications.ts';
import { MAX_QUESTION_LENGTH } from '../../api/schemas.ts';
import { groupByKind } from '../../api/source-groups.ts';
import { factsOfPerson, linksOf } from '../../api/source-markdown.ts';
import { isRecord, ownerOf } from '../../corpus/kinds.ts';
import { isSamePerson } from '../../corpus/people.ts';
import { isPublication, namesOf, publicationsOf } from '../../corpus/works.ts';
import type { Service, Source } from '../../domain.ts';
import { whereAndWhen } from '../../language/en/templates/facts.ts';
import { type Cite, createCite } from '../../publications/citations.ts';
import { arxivAddress, doiAddress } from '../../text/identifiers.ts';
import type { WebOrigin } from '../access/web-origin.ts';
import { findSource } from '../routes/sources.ts';
import { firstSentence } from './first-sentence.ts';
import { type Html, html } from './html.ts';
import { describeSource } from './json-ld.ts';
import { document, type Frame, sendPage, type View, viewOf } from './page.ts';
import { proseToHtml } from './prose-html.ts';
import { queryOf } from './publication-filters.ts';
import { sectionOf } from './sections.ts';
import { badge, kindName, nameList, outside, workList } from './work-list.ts';

/** `GET /sources`: every source, by kind. */
export function sourcesPage(service: Service, originOf: WebOrigin): RequestHandler {
  const groups = groupByKind(service.sources);
  const person = ownerOf(service.sources);
  return (request, response) => {
    const origin = originOf(request);
    const view = viewOf(service, request, response);
    const { texts, root } = view;
    const frame: Frame = {
      address: `${origin}/sources`,
      title: texts.sourceList.title(service.researcher),
      description: texts.sourceList.description(service.researcher),
      section: 'sources',
      image: person?.photo,
      about: person && describeSource(person, (id) => `${origin}/sources/${id}`),
    };
    const main = html`<div class="reading">
      <h1>${texts.sections.sources}</h1>
      <p class="lede">${texts.sourceList.lede} <a href="${root}llms.txt">llms.txt</a>, <a href="${root}api/publications?format=bibtex">${texts.sourceList.bibtex}</a></p>
      ${groups.map(({ kind, sources }) => html`<h2>${kindName(texts, kind)}</h2>${sourceList(sources, view)}`)}
      </div>`;
    sendPage(response, 200, document(view, frame, main));
  };
}

/** `GET /sources/:id`: a source, with an anchor `#p-n` for each of its passages. */
export function sourcePage(service: Service, originOf: WebOrigin): RequestHandler<{ id: string }> {
  const cite = createCite(service.sources);
  const neighbors = neighborsOf(service.sources);
  return (request, response) => {
    const source = findSource(service, request.params.id);
    const pageOf = (id: string) => `${originOf(request)}/sources/${id}`;
    const view = viewOf(service, request, response);
    const { texts, root } = view;
    const { title, fullTitle } = source;
    const section = sectionOf(source, service.sources);
    const frame: Frame = {
      address: pageOf(source.id),
      title: texts.source.title(fullTitle ?? title, service.researcher),
      description: firstSentence(source),
      section,
      image: source.photo,
      about: describeSource(source, pageOf),
      markdown: `${root}sources/${source.id}.md`,
      scripts: ['copy.js'],
    };
    const [before, after] = neighbors.get(source.id) ?? [];
    const main = html`<article class="reading">
      <p class="eyebrow"><a href="${root}${section}">${texts.sections[section]}</a> · ${kindName(texts, source.kind, true)}</p>
      <h1>${fullTitle ?? title}</h1>
      ${source.photo === undefined ? '' : html`<img class="photo" src="${source.photo}" alt="${title}">`}
      ${facts(source, view)}
      ${isPublication(source) ? html`<p class="where">${texts.source.aboutWork}</p>` : ''}
      <div class="answer prose">${proseToHtml(source, service.passagesOf(source.id))}</div>
      ${askForm(source, view)}
      ${publications(source, view)}
      ${related(source, view)}
      ${citeThis(source, cite, pageOf(source.id), view)}
      ${before || after ? html`<nav class="neighbors" aria-label="${texts.source.nextInList}"><p>${before ? html`${texts.source.newer} ${link(before, root)} ` : ''}${after ? html`${texts.source.older} ${link(after, root)}` : ''}</p></nav>` : ''}
      </article>`;
    sendPage(response, 200, document(view, frame, main));
  };
}

function facts(source: Source, view: View): Html {
  const { title, fullTitle, awards, doi, arxiv, asOf } = source;
  const { texts, root } = view;
  const labels = texts.facts;
  const names = namesOf(source);
  const pages = linksOf(source, labels);
  // Students' theses are not among the publications.
  const isListed = publicationsOf(view.service.sources).includes(source);
  const author = (name: string) =>
    isListed
      ? html`<a href="${root}publications${queryOf({ author: name })}">${name}</a>`
      : html`${name}`;
  const where = whereAndWhen(source, texts.where);
  const rows: readonly (readonly [string, Html | string])[] = [
    [labels.shortName, fullTitle === undefined ? '' : title],
    ...factsOfPerson(source, labels),
    [
      isPublication(source) ? labels.authors : labels.people,
      names.length > 0 ? nameList(names, view, author) : '',
    ],
    [
      names.length > 0 ? labels.published : labels.whereAndWhen,
      isListed ? venueLink(source, where, root) : where,
    ],
    [labels.awards, awards.length > 0 ? html`${awards.map(badge)}` : ''],
    [labels.doi, doi === undefined ? '' : outside(doiAddress(doi), doi)],
    [labels.arxiv, arxiv === undefined ? '' : outside(arxivAddress(arxiv), arxiv)],
    [labels.topics, topics(source, view)],
    [labels.asOf, asOf === undefined ? '' : texts.date(asOf)],
  ];
  const given = rows.filter(([, value]) => value !== '');
  return html`${given.length > 0 ? html`<dl class="facts">${given.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>` : ''}
      ${pages.length > 0 ? html`<p class="links">${pages.map(({ label, url }) => outside(url, label))}</p>` : ''}`;
}

/** Where a publication appeared, with links to what else appeared there. */
function venueLink({ venue }: Source, where: string, root: string): Html | string {
  if (venue === undefined || !where.startsWith(venue)) return where;
  return html`<a href="${root}publications${queryOf({ venue })}">${venue}</a>${where.slice(venue.length)}`;
}

function topics(source: Source, { root, service: { sources } }: View): Html | '' {
  const themes = new Map(
    sources
      .filter(({ kind }) => kind === 'theme')
      .map((theme) => [theme.title.toLowerCase(), theme]),
  );
  const topic = (name: string, i: number) => {
    const theme = themes.get(name.toLowerCase());
    return html`${i > 0 ? ', ' : ''}${theme === undefined ? name : link(theme, root, name)}`;
  };
  return source.topics.length > 0 ? html`${source.topics.map(topic)}` : '';
}

/** A question about this source; others in the visitor's own words. */
function askForm({ kind, title }: Source, { root, texts }: View): Html | '' {
  if (!isRecord(kind) && kind !== 'theme') return '';
  const question = texts.home.askAbout(title);
  return html`<form class="ask about" action="${root}ask">
        <label for="question">${texts.source.ask}</label>
        <textarea id="question" name="question" rows="2" required maxlength="${MAX_QUESTION_LENGTH}">${question}</textarea>
        <button type="submit">${texts.answer.ask}</button>
      </form>`;
}

/** The publications about a theme, or with a person; empty for other sources. */
function publications(source: Source, view: View): Html | '' {
  const { service, texts } = view;
  const works =
    source.kind === 'theme'
      ? worksOfTheme(source, service.sources).works
      : source.kind === 'person' && source !== ownerOf(service.sources)
        ? publicationsOf(service.sources).filter((work) =>
            namesOf(work).some((name) => isSamePerson(name, source.title)),
          )
        : [];
  return works.length === 0
    ? ''
    : html`<h2>${texts.sections.publications}</h2>${workList(works, view)}`;
}

function related(source: Source, view: View): Html | '' {
  const { sources } = view.service;
  const found = source.related.flatMap((id) => sources.find((other) => other.id === id) ?? []);
  return found.length === 0 ? '' : html`<h2>${view.texts.related}</h2>${sourceList(found, view)}`;
}

function citeThis(source: Source, cite: Cite, page: string, { root, texts }: View): Html {
  const of = (format: 'bibtex' | 'ris') => cite([source], format, () => page).trim();
  const api = `${root}api/sources/${source.id}/citation`;
  return html`<h2>${texts.source.cite}</h2>
      <details${isPublication(source) ? html` open` : ''}><summary>BibTeX</summary><pre id="bibtex">${of('bibtex')}</pre><button type="button" class="copy" data-copy="bibtex" data-copied="${texts.source.copied}" hidden>${texts.source.copy}</button></details>
      <details><summary>RIS</summary><pre>${of('ris')}</pre></details>
      <p class="links"><a href="${api}?format=bibtex">${texts.source.bibtexFile}</a> <a href="${api}?format=ris">${texts.source.risFile}</a> <a href="${api}?format=csl">CSL-JSON</a></p>`;
}

/** Links to sources, each with where and when. */
function sourceList(sources: readonly Source[], { root, texts }: View): Html {
  return html`<ul>${sources.map((source) => {
    const when = whereAndWhen(source, texts.where);
    return html`<li>${link(source, root)}${when === '' ? '' : html` <span class="where">${when}</span>`}</li>`;
  })}</ul>`;
}

function link({ id, title }: Source, root: string, text = title): Html {
  return html`<a href="${root}sources/${id}">${text}</a>`;
}

/** For each source with a year, the next newer and older one of the same kind. */
function neighborsOf(sources: readonly Source[]): Map<string, readonly (Source | undefined)[]> {
  const neighbors = new Map<string, readonly (Source | undefined)[]>();
  for (const group of groupByKind(sources.filter(({ year }) => year !== undefined))) {
    group.sources.forEach((source, i) => {
      neighbors.set(source.id, [group.sources[i - 1], group.sources[i + 1]]);
    });
  }
  return neighbors;
}
