import type { RequestHandler } from 'express';
import { worksOfTheme } from '../../api/publications.ts';
import { groupByKind } from '../../api/source-groups.ts';
import {
  groupBy,
  ofKinds,
  publicationsOf,
  supervisedTheses,
  topicCalled,
} from '../../corpus/works.ts';
import type { Service, Source } from '../../domain.ts';
import { whereAndWhen } from '../../language/en/templates/facts.ts';
import type { WebOrigin } from '../access/web-origin.ts';
import { coauthorsOf } from './coauthors.ts';
import { firstSentence } from './first-sentence.ts';
import { type Html, html } from './html.ts';
import { document, type Frame, sendPage, type View, viewOf } from './page.ts';
import { queryOf } from './publication-filters.ts';
import { coauthorList } from './publications-page.ts';
import { KINDS_OF_SECTION, type LISTED, sectionsOf } from './sections.ts';
import { kindName, nameList, workList } from './work-list.ts';

type Listed = (typeof LISTED)[number];

const CONTENTS: Readonly<Record<Listed, (view: View) => Html>> = {
  topics,
  people,
  talks: (view) => ofSection('talks', view),
  teaching: (view) => ofSection('teaching', view),
  supervision,
};

/** `GET /topics`, `/people`, …: what the profile has of it; without anything, there is no such page. */
export function sectionPage(
  section: Listed,
  service: Service,
  originOf: WebOrigin,
): RequestHandler {
  return (request, response, next) => {
    if (!sectionsOf(service.sources).includes(section)) return next();
    const view = viewOf(service, request, response);
    const title = view.texts.sections[section];
    const frame: Frame = {
      title: view.texts.lists.title(title, service.researcher),
      address: `${originOf(request)}/${section}`,
      section,
    };
    const main = html`<div class="reading"><h1>${title}</h1>${CONTENTS[section](view)}</div>`;
    sendPage(response, 200, document(view, frame, main));
  };
}

/** The themes, and topics without one, those with most publications first. */
function topics({ service: { sources }, texts, root }: View): Html {
  const themes = ofKinds(sources, 'theme').map((theme) => {
    const { works, others } = worksOfTheme(theme, sources);
    return { title: theme.title, theme, works, others };
  });
  const named = groupBy(publicationsOf(sources), (work) =>
    work.topics.filter((name) => topicCalled(name, sources)?.theme === undefined),
  );
  const plain = [...named].map(([title, works]) => ({
    title,
    theme: undefined,
    works,
    others: [],
  }));
  const all = [...themes, ...plain].sort(
    (a, b) => b.works.length - a.works.length || a.title.localeCompare(b.title),
  );
  return html`<p class="lede">${texts.lists.topics}</p><ul class="entries">${all.map(
    ({ title, theme, works, others }) => {
      const list = `${root}publications${queryOf({ topic: title })}`;
      const shown = [...works, ...others];
      return html`<li><a class="title" href="${theme === undefined ? list : `${root}sources/${theme.id}`}">${title}</a>
          ${works.length > 0 ? html`<a class="where" href="${list}">${texts.works(works.length)}</a>` : ''}
          ${theme === undefined ? '' : html`<p>${firstSentence(theme)}</p>`}
          ${shown.length > 0 ? html`<p class="where">${shown.map((work, i) => html`${i > 0 ? ', ' : ''}<a href="${root}sources/${work.id}">${work.title}</a>`)}</p>` : ''}</li>`;
    },
  )}</ul>`;
}

function people(view: View): Html {
  const { service, texts } = view;
  const others = ofKinds(service.sources, 'person').filter(
    ({ title }) => title !== service.researcher,
  );
  return html`<p class="lede">${texts.lists.people}</p>
      ${coauthorList(coauthorsOf(service.sources), view)}
      ${others.length > 0 ? html`<h2>${texts.lists.inProfile}</h2>${entries(others, view)}` : ''}`;
}

function supervision(view: View): Html {
  const theses = supervisedTheses(view.service.sources);
  return html`${ofSection('supervision', view)}
      ${theses.length > 0 ? html`<h2>${view.texts.lists.theses}</h2>${workList(theses, view)}` : ''}`;
}

function ofSection(section: keyof typeof KINDS_OF_SECTION, view: View): Html {
  const groups = groupByKind(ofKinds(view.service.sources, ...KINDS_OF_SECTION[section]));
  return html`${groups.map(
    ({ kind, sources }) =>
      html`${groups.length > 1 ? html`<h2>${kindName(view.texts, kind)}</h2>` : ''}${entries(sources, view)}`,
  )}`;
}

function entries(sources: readonly Source[], view: View): Html {
  const { root, texts } = view;
  return html`<ul class="entries">${sources.map((source) => {
    const where = whereAndWhen(source, texts.where);
    const { id, title, fullTitle, people } = source;
    return html`<li><a class="title" href="${root}sources/${id}">${fullTitle ?? title}</a>
          ${where === '' ? '' : html`<span class="where">${where}</span>`}
          ${people.length > 0 ? html`<p class="people">${nameList(people, view)}</p>` : ''}
          <p>${firstSentence(source)}</p></li>`;
  })}</ul>`;
}
