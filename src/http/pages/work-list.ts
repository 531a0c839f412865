import { setImmediate } from 'node:timers/promises';
import { linksOf } from '../../api/source-markdown.ts';
import { headingOf, KIND_NAMES, labelOf } from '../../corpus/kinds.ts';
import { groupBy, namesOf, ownerNames } from '../../corpus/works.ts';
import type { Source } from '../../domain.ts';
import { whereAndWhen } from '../../language/en/templates/facts.ts';
import type { PageTexts } from '../../language/en/templates/pages.ts';
import { linksWithIdentifiers } from '../../text/identifiers.ts';
import { webAddress } from '../../widget/web-address.ts';
import { type Html, html } from './html.ts';
import type { View } from './page.ts';

/** Of a long list of authors, the first are shown, and the researcher. */
const MAX_NAMES = 12;
/** Of an entry; its own page has all. */
const MAX_LINKS = 5;

/** Works as a bibliography shows them, below headings by year. */
export async function worksByYear(works: readonly Source[], view: View): Promise<Html> {
  const withoutYear = view.texts.publicationList.noYear;
  const years = groupBy(works, ({ year }) => [year === undefined ? withoutYear : String(year)]);
  const parts: Html[] = [];
  for (const [year, group] of years) {
    parts.push(html`<section class="year"><h2>${year}</h2>${workList(group, view)}</section>`);
    // Others are served between two years.
    await setImmediate();
  }
  return html`${parts}`;
}

export function workList(works: readonly Source[], view: View): Html {
  return html`<ul class="works">${works.map((work) => workItem(work, view))}</ul>`;
}

function workItem(work: Source, view: View): Html {
  const { id, title, fullTitle, awards } = work;
  const { root, texts } = view;
  const where = whereAndWhen(work, texts.where);
  const pages = linksOf({ ...work, links: linksWithIdentifiers(work) }, texts.facts).slice(
    0,
    MAX_LINKS,
  );
  const names = namesOf(work);
  return html`<li>
          <a class="title" href="${root}sources/${id}">${fullTitle ?? title}</a>
          ${names.length > 0 ? html`<p class="people">${nameList(names, view)}</p>` : ''}
          ${where === '' ? '' : html`<p class="where">${where}</p>`}
          ${awards.length > 0 ? html`<p class="badges">${awards.map(badge)}</p>` : ''}
          <p class="links">${pages.map(({ label, url }) => outside(url, label))}<a href="${root}api/sources/${id}/citation?format=bibtex">BibTeX</a></p>
        </li>`;
}

export function badge(award: string): Html {
  return html`<span class="badge">${award}</span> `;
}

/**
 * Names in order, the researcher's in bold.
 * @param linked what stands for a name, if it is not plain text
 */
export function nameList(
  names: readonly string[],
  { service, texts }: View,
  linked: (name: string) => Html | string = (name) => name,
): Html {
  const own = ownerNames(service.sources);
  const isLong = names.length > MAX_NAMES;
  const shown = isLong ? names.filter((name, i) => i < MAX_NAMES - 2 || own.has(name)) : names;
  const left = names.length - shown.length;
  return html`${shown.map((name, i) => html`${i === 0 ? '' : ', '}${own.has(name) ? html`<b>${name}</b>` : linked(name)}`)}${left > 0 ? html` ${texts.andMore(left)}` : ''}`;
}

/** "Papers" or, of one, "Paper": the name of a kind or of a type of papers; another word as it is. */
export function kindName(texts: PageTexts, kind: string, isOne = false): string {
  const own = Object.hasOwn(texts.kinds, kind) ? texts.kinds[kind] : undefined;
  if (own !== undefined) return own[isOne ? 0 : 1];
  const known = KIND_NAMES.find((name) => name === kind);
  if (known === undefined) return kind;
  return isOne ? labelOf(known) : headingOf(known);
}

/** A link to another site, or its text where that would not be a web address. */
export function outside(address: string, text: string): Html {
  const href = webAddress(address);
  return href === undefined ? html`${text} ` : html`<a href="${href}" rel="noopener">${text}</a> `;
}
