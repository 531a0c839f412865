import { kindOf } from '../../corpus/kinds.ts';
import { isCode, ofKinds, publicationsOf, supervisedTheses } from '../../corpus/works.ts';
import type { Service, Source } from '../../domain.ts';
import { PAGES } from '../../language/en/templates/pages.ts';
import { type Html, html } from './html.ts';

const TEXTS = PAGES.examples;
/** Examples of one group. */
const SHOWN = 3;
/** Publications from which the order of reading matters. */
const SEVERAL = 3;

/**
 * Example questions of which the corpus has the answers. The page is open to everyone, so they name
 * nobody but the researcher, and no work.
 */
export function exampleQuestions(service: Service): Html {
  const groups = groupsFor(service).flatMap(([heading, questions]) => {
    const shown = questions.filter((question) => question !== false).slice(0, SHOWN);
    return shown.length === 0 ? [] : [group(heading, shown)];
  });
  return html`${groups}`;
}

function groupsFor({ researcher: name, sources }: Service): [string, (string | false)[]][] {
  const works = publicationsOf(sources);
  const [mostCommon] = ofKinds(works, 'paper', 'book', 'chapter');
  const has = (...kinds: Source['kind'][]) => ofKinds(sources, ...kinds).length > 0;
  const isThesisThere = supervisedTheses(sources).length > 0;
  const hasCode = ofKinds(sources, 'project').some(({ links }) => links.some(isCode));
  return [
    [
      TEXTS.forVisitors,
      [
        name !== null && TEXTS.who(name),
        name !== null && TEXTS.now(name),
        works.some(({ awards }) => awards.length > 0) && TEXTS.awardedPapers,
        name !== null && has('award') && TEXTS.awards(name),
        has('grant') && TEXTS.grants,
        has('talk') && TEXTS.talks,
      ],
    ],
    [
      TEXTS.forStudents,
      [
        works.length >= SEVERAL && TEXTS.readFirst,
        isThesisThere && TEXTS.theses,
        name !== null &&
          (isThesisThere || has('supervision', 'student')) &&
          TEXTS.supervision(name),
        has('course') && TEXTS.courses,
      ],
    ],
    [
      TEXTS.forApiUsers,
      [
        hasCode && TEXTS.code,
        !hasCode && has('software') && TEXTS.software,
        mostCommon !== undefined && TEXTS.howMany(kindOf(mostCommon.kind).many),
        works.length > 0 && TEXTS.latest,
      ],
    ],
  ];
}

function group(heading: string, questions: readonly string[]): Html {
  return html`<div>
          <h2>${heading}</h2>
          ${questions.map((question) => html`<button type="submit" name="question" value="${question}">${question}</button>`)}
        </div>`;
}
