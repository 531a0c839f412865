import type { RequestHandler } from 'express';
import { parse } from '../../api/parse.ts';
import { ownerOf } from '../../corpus/kinds.ts';
import { publicationsOf } from '../../corpus/works.ts';
import type { Service } from '../../domain.ts';
import { WHOLE } from '../../language/en/templates/problems.ts';
import type { WebOrigin } from '../access/web-origin.ts';
import { barList, type Column, columnChart } from './charts.ts';
import { type Coauthor, coauthorGraph, coauthorsOf } from './coauthors.ts';
import { type Html, html } from './html.ts';
import { describeSource } from './json-ld.ts';
import { document, type Frame, sendPage, type View, viewOf } from './page.ts';
import {
  createSelect,
  type Filter,
  type Filters,
  filtersSchema,
  OFFERED,
  type Offered,
  queryOf,
  type Selection,
} from './publication-filters.ts';
import { kindName, worksByYear } from './work-list.ts';

/** Rows beside the list. */
const MAX_ROWS = 12;
const MAX_COAUTHORS = 24;

/** `GET /publications?kind=&year=&venue=&topic=&author=&award=` */
export function publicationsPage(service: Service, originOf: WebOrigin): RequestHandler {
  const { sources, researcher } = service;
  const all = publicationsOf(sources);
  const person = ownerOf(sources);
  const select = createSelect(sources);
  const coauthors = coauthorsOf(sources);
  let unfiltered: Promise<Selection> | undefined;
  let drawing: Promise<Html | ''> | undefined;
  return async (request, response, next) => {
    if (all.length === 0) return next();
    const { lang: _, ...query } = request.query;
    const given = Object.entries(query).filter(([, value]) => value !== '');
    const filters = parse(filtersSchema, Object.fromEntries(given), WHOLE.query);
    // Forms send empty fields; an address to share has none.
    if (given.length < Object.keys(query).length) {
      response
        .status(303)
        .location(`publications${queryOf(filters)}`)
        .end();
      return;
    }
    unfiltered ??= select({});
    drawing ??= coauthorGraph(coauthors, (name) => `publications${queryOf({ author: name })}`);
    const view = viewOf(service, request, response);
    const texts = view.texts.publicationList;
    const selection = await select(filters);
    const page = {
      filters,
      selection,
      unfiltered: await unfiltered,
      coauthors,
      graph: await drawing,
    };
    const origin = originOf(request);
    const isAll = selection.works.length === all.length;
    const frame: Frame = {
      title: texts.title(researcher),
      description: texts.description(researcher, all.length),
      section: 'publications',
      styles: ['publications.css'],
      image: person?.photo,
      ...(isAll && { address: `${origin}/publications` }),
      about: {
        '@type': 'CollectionPage',
        name: texts.title(researcher),
        about: person && describeSource(person, (id) => `${origin}/sources/${id}`),
        hasPart: selection.works.map((work) => ({ '@id': `${origin}/sources/${work.id}` })),
      },
    };
    sendPage(response, 200, document(view, frame, await content(view, page)));
  };
}

interface Content {
  readonly filters: Filters;
  readonly selection: Selection;
  readonly unfiltered: Selection;
  readonly coauthors: readonly Coauthor[];
  readonly graph: Html | '';
}

async function content(view: View, page: Content): Promise<Html> {
  const { filters, selection, unfiltered } = page;
  const { works } = selection;
  const texts = view.texts.publicationList;
  const total = unfiltered.works.length;
  return html`<div class="publications">
        <h1>${view.texts.sections.publications}</h1>
        ${timeline(view, page)}
        ${filterForm(view, page)}
        <div class="list">
          <p class="count" role="status">${texts.selected(works.length, total)}</p>
          ${activeFilters(view, filters)}
          ${exportLinks(view, filters)}
          ${works.length === 0 ? html`<p class="note">${texts.none}</p>` : await worksByYear(works, view)}
        </div>
        <aside>
          ${options(view, page, 'venue', texts.venues)}
          ${options(view, page, 'topic', texts.topics)}
        </aside>
        ${coauthorPart(view, page)}
      </div>`;
}

/** All years from the first to the last, with what is selected of each. */
function timeline({ texts: { publicationList: texts } }: View, page: Content): Html | '' {
  const { filters, selection, unfiltered } = page;
  const countsOf = ({ options }: Selection) =>
    new Map(options.year.map(({ value, works }) => [Number(value), works]));
  const all = countsOf(unfiltered);
  const selected = countsOf(selection);
  if (all.size < 2) return '';
  const [first, last] = [Math.min(...all.keys()), Math.max(...all.keys())];
  const columns = Array.from({ length: last - first + 1 }, (_, i): Column => {
    const year = first + i;
    const number = selected.get(year) ?? 0;
    const others = (all.get(year) ?? 0) - number;
    return {
      label: String(year),
      parts: [number, others],
      figure: number,
      title: texts.ofYear(String(year), number),
      ...(number > 0 && { href: `publications${queryOf(filters, { year: String(year) })}` }),
    };
  });
  return html`<div class="timeline">${columnChart(texts.timeline, columns)}</div>`;
}

function filterForm(view: View, { filters, selection }: Content): Html {
  const texts = view.texts.publicationList;
  return html`<form class="filters" action="publications" aria-label="${texts.filter}">
          ${OFFERED.map((filter) => {
            const given = filters[filter];
            const known = selection.options[filter];
            if (known.length === 0 && given === undefined) return '';
            const isKnown = known.some(({ value }) => value === given);
            return html`<label>${texts[filter]} <select name="${filter}">
              <option value="">${texts.any}</option>
              ${given === undefined || isKnown ? '' : html`<option value="${given}" selected>${valueName(view, filter, given)}</option>`}
              ${known.map(({ value, works }) => html`<option value="${value}"${value === given ? html` selected` : ''}>${valueName(view, filter, value)} (${works})</option>`)}
            </select></label>`;
          })}
          ${filters.award === undefined ? '' : html`<input type="hidden" name="award" value="${filters.award}">`}
          <button type="submit">${texts.show}</button>
        </form>`;
}

function valueName({ texts }: View, filter: Filter, value: string): string {
  return filter === 'kind' ? kindName(texts, value) : value;
}

function activeFilters(view: View, filters: Filters): Html | '' {
  const texts = view.texts.publicationList;
  const active = Object.entries(filters) as [Filter, string][];
  if (active.length === 0) return '';
  return html`<p class="active">${active.map(([filter, value]) => {
    const name = `${texts[filter]}: ${valueName(view, filter, value)}`;
    return html`<a class="chip" href="publications${queryOf(filters, { [filter]: null })}" aria-label="${texts.remove(name)}">${name} <span aria-hidden="true">×</span></a> `;
  })}<a href="publications">${texts.clear}</a></p>`;
}

function exportLinks({ texts: { publicationList: texts } }: View, filters: Filters): Html {
  const { author, ...others } = filters;
  const query = queryOf(others, author === undefined ? {} : { person: author });
  const link = (format: string, name: string) =>
    html`<a href="api/publications${query}${query === '' ? '?' : '&'}format=${format}">${name}</a> `;
  return html`<p class="links export">${texts.export} ${link('bibtex', 'BibTeX')}${link('ris', 'RIS')}${link('csl', 'CSL-JSON')}</p>`;
}

/** What else could be selected, as a list with bars. */
function options(view: View, page: Content, filter: Offered, heading: string): Html | '' {
  const { filters, selection } = page;
  const shown = selection.options[filter].slice(0, MAX_ROWS);
  if (shown.length < 2) return '';
  const rows = shown.map(({ value, works }) => ({
    label: valueName(view, filter, value),
    value: works,
    href: `publications${queryOf(filters, { [filter]: value })}`,
    isCurrent: filters[filter] === value,
  }));
  return html`<section><h2>${heading}</h2>${barList(rows)}</section>`;
}

function coauthorPart(view: View, { coauthors, graph }: Content): Html | '' {
  if (coauthors.length === 0) return '';
  const texts = view.texts.publicationList;
  return html`<section class="coauthors">
          <h2>${texts.coauthors}</h2>
          ${graph === '' ? '' : html`<figure>${graph}<figcaption>${texts.graph}. ${texts.graphNote}</figcaption></figure>`}
          ${coauthorList(coauthors.slice(0, MAX_COAUTHORS), view)}
          ${coauthors.length > MAX_COAUTHORS ? html`<p><a href="people">${texts.allCoauthors(coauthors.length)}</a></p>` : ''}
        </section>`;
}

/** The co-authors with their publications, years, and whom they have them with. */
export function coauthorList(coauthors: readonly Coauthor[], { root, texts }: View): Html {
  return html`<ul class="coauthor-list">${coauthors.map(({ name, works, others }) => {
    const years = works.flatMap(({ year }) => year ?? []);
    const span = years.length === 0 ? '' : texts.years(Math.min(...years), Math.max(...years));
    const about = [texts.works(works.length), span].filter(Boolean).join(', ');
    const together = others.slice(0, 3).map(([other]) => other);
    return html`<li><a href="${root}publications${queryOf({ author: name })}">${name}</a> <span class="where">${about}${together.length > 0 ? html`; ${texts.publicationList.togetherWith(together)}` : ''}</span></li>`;
  })}</ul>`;
}
