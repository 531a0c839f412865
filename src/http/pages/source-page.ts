import type { RequestHandler } from 'express';
import { worksOfTheme } from '../../api/publications.ts';
import { groupByKind } from '../../api/source-groups.ts';
import { factsOfPerson, linksOf } from '../../api/source-markdown.ts';
import { labelOf, ownerOf } from '../../corpus/kinds.ts';
import { isPublication } from '../../corpus/works.ts';
import type { Service, Source } from '../../domain.ts';
import { whereAndWhen } from '../../language/en/templates/facts.ts';
import { PAGES } from '../../language/en/templates/pages.ts';
import { type Cite, createCite } from '../../publications/citations.ts';
import { arxivAddress, doiAddress } from '../../text/identifiers.ts';
import { webAddress } from '../../widget/web-address.ts';
import { rootFrom, type WebOrigin } from '../access/web-origin.ts';
import { findSource } from '../routes/sources.ts';
import { firstSentence } from './first-sentence.ts';
import { type Html, html } from './html.ts';
import { describeSource, jsonLd } from './json-ld.ts';
import { sendPage } from './page.ts';
import { proseToHtml } from './prose-html.ts';

const { facts: LABELS, source: TEXTS } = PAGES;

/** `GET /sources`: every source, by kind. */
export function sourcesPage(service: Service, originOf: WebOrigin): RequestHandler {
  const groups = groupByKind(service.sources);
  const person = ownerOf(service.sources);
  return (request, response) => {
    const origin = originOf(request);
    const root = rootFrom(request);
    const frame = {
      root,
      address: `${origin}/sources`,
      title: PAGES.sourceList.title(service.researcher),
      description: PAGES.sourceList.description(service.researcher),
      about: person && describeSource(person, (id) => `${origin}/sources/${id}`),
    };
    const main = html`<p class="eyebrow"><a href="${root}">${PAGES.askAbout(service.researcher)}</a></p>
      <h1>${PAGES.sources}</h1>
      <p class="lede">${PAGES.sourceList.lede} <a href="${root}llms.txt">llms.txt</a>, <a href="${root}api/publications?format=bibtex">${PAGES.sourceList.bibtex}</a></p>
      ${groups.map(({ title, sources }) => html`<h2>${title}</h2><ul>${sources.map((source) => item(source, root))}</ul>`)}`;
    sendPage(response, 200, document(frame, main));
  };
}

/** `GET /sources/:id`: a source, with an anchor `#p-n` for each of its passages. */
export function sourcePage(service: Service, originOf: WebOrigin): RequestHandler<{ id: string }> {
  const cite = createCite(service.sources);
  const neighbors = neighborsOf(service.sources);
  return (request, response) => {
    const source = findSource(service, request.params.id);
    const pageOf = (id: string) => `${originOf(request)}/sources/${id}`;
    const root = rootFrom(request);
    const { title, fullTitle } = source;
    const frame = {
      root,
      address: pageOf(source.id),
      title: TEXTS.title(fullTitle ?? title, service.researcher),
      description: firstSentence(source),
      about: describeSource(source, pageOf),
      markdown: `${root}sources/${source.id}.md`,
    };
    const [before, after] = neighbors.get(source.id) ?? [];
    const main = html`<p class="eyebrow"><a href="${root}">${PAGES.askAbout(service.researcher)}</a> · <a href="${root}sources">${PAGES.sources}</a> · ${labelOf(source.kind)}</p>
      <h1>${fullTitle ?? title}</h1>
      ${source.photo === undefined ? '' : html`<img class="photo" src="${source.photo}" alt="${title}">`}
      ${facts(source, service, root)}
      ${isPublication(source) ? html`<p class="where">${TEXTS.aboutWork}</p>` : ''}
      <div class="answer prose">${proseToHtml(source, service.passagesOf(source.id))}</div>
      ${publications(source, service, root)}
      ${related(source, service, root)}
      ${citeThis(source, cite, pageOf(source.id), root)}
      ${before || after ? html`<nav class="neighbors" aria-label="${TEXTS.nextInList}"><p>${before ? html`${TEXTS.newer} ${link(before, root)} ` : ''}${after ? html`${TEXTS.older} ${link(after, root)}` : ''}</p></nav>` : ''}`;
    sendPage(response, 200, document(frame, main));
  };
}

interface Frame {
  readonly root: string;
  readonly address: string;
  readonly title: string;
  readonly description: string;
  readonly about?: Readonly<Record<string, unknown>> | undefined;
  readonly markdown?: string;
}

function document({ root, address, title, description, about, markdown }: Frame, main: Html): Html {
  return html`<!doctype html>
<html lang="${PAGES.lang}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${title}</title>
    <meta name="description" content="${description}">
    <link rel="canonical" href="${address}">
    ${markdown === undefined ? '' : html`<link rel="alternate" type="text/markdown" href="${markdown}">`}
    <link rel="icon" href="${root}icon.svg">
    <link rel="stylesheet" href="${root}page.css">
    ${about === undefined ? '' : jsonLd(about)}
  </head>
  <body>
    <main class="reading">
      ${main}
    </main>
  </body>
</html>
`;
}

function facts(source: Source, { sources }: Service, root: string): Html {
  const { title, fullTitle, people, awards, topics, doi, arxiv, asOf } = source;
  const pages = linksOf(source);
  const themes = new Map(
    sources
      .filter(({ kind }) => kind === 'theme')
      .map((theme) => [theme.title.toLowerCase(), theme]),
  );
  const topic = (name: string, i: number) => {
    const theme = themes.get(name.toLowerCase());
    return html`${i > 0 ? ', ' : ''}${theme === undefined ? name : link(theme, root, name)}`;
  };
  const rows: readonly (readonly [string, Html | string])[] = [
    [LABELS.shortName, fullTitle === undefined ? '' : title],
    ...factsOfPerson(source),
    [LABELS.authors, people.join(', ')],
    [people.length > 0 ? LABELS.published : LABELS.whereAndWhen, whereAndWhen(source)],
    [LABELS.awards, awards.join('; ')],
    [LABELS.doi, doi === undefined ? '' : outside(doiAddress(doi), doi)],
    [LABELS.arxiv, arxiv === undefined ? '' : outside(arxivAddress(arxiv), arxiv)],
    [LABELS.topics, topics.length > 0 ? html`${topics.map(topic)}` : ''],
    [LABELS.asOf, asOf ?? ''],
  ];
  const given = rows.filter(([, value]) => value !== '');
  return html`${given.length > 0 ? html`<dl class="facts">${given.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>` : ''}
      ${pages.length > 0 ? html`<p class="links">${pages.map(({ label, url }) => outside(url, label))}</p>` : ''}`;
}

/** The publications about a theme; empty for other sources. */
function publications(source: Source, { sources }: Service, root: string): Html | '' {
  if (source.kind !== 'theme') return '';
  const { works } = worksOfTheme(source, sources);
  if (works.length === 0) return '';
  return html`<h2>${PAGES.publications}</h2><ul>${works.map((work) => item(work, root))}</ul>`;
}

function related(source: Source, { sources }: Service, root: string): Html | '' {
  const found = source.related.flatMap((id) => sources.find((other) => other.id === id) ?? []);
  if (found.length === 0) return '';
  return html`<h2>${PAGES.related}</h2><ul>${found.map((other) => item(other, root))}</ul>`;
}

function citeThis(source: Source, cite: Cite, page: string, root: string): Html {
  const of = (format: 'bibtex' | 'ris') => cite([source], format, () => page).trim();
  const api = `${root}api/sources/${source.id}/citation`;
  return html`<h2>${TEXTS.cite}</h2>
      <details${isPublication(source) ? html` open` : ''}><summary>BibTeX</summary><pre>${of('bibtex')}</pre></details>
      <details><summary>RIS</summary><pre>${of('ris')}</pre></details>
      <p class="links"><a href="${api}?format=bibtex">${TEXTS.bibtexFile}</a> <a href="${api}?format=ris">${TEXTS.risFile}</a> <a href="${api}?format=csl">CSL-JSON</a></p>`;
}

function item(source: Source, root: string): Html {
  const when = whereAndWhen(source);
  return html`<li>${link(source, root)}${when === '' ? '' : html` <span class="where">${when}</span>`}</li>`;
}

function link({ id, title }: Source, root: string, text = title): Html {
  return html`<a href="${root}sources/${id}">${text}</a>`;
}

function outside(address: string, text: string): Html {
  const href = webAddress(address);
  return href === undefined ? html`${text} ` : html`<a href="${href}" rel="noopener">${text}</a> `;
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
