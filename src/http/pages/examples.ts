import { kindOf } from '../../corpus/kinds.ts';
import { isCode, ofKinds, publicationsOf, supervisedTheses } from '../../corpus/works.ts';
import type { Service, Source } from '../../domain.ts';
import type { PageTexts } from '../../language/en/templates/pages.ts';
import { type Html, html } from './html.ts';

/** Examples of one group. */
const SHOWN = 3;
/** Publications from which the order of reading matters. */
const SEVERAL = 3;

/**
 * Example questions of which the corpus has the answers. The page is open to everyone, so they name
 * nobody but the researcher, and no work.
 */
export function exampleQuestions(service: Service, { examples }: PageTexts): Html {
  const groups = groupsFor(service, examples).flatMap(([heading, questions]) => {
    const shown = questions.filter((question) => question !== false).slice(0, SHOWN);
    return shown.length === 0 ? [] : [group(heading, shown, examples.lang)];
  });
  return html`${groups}`;
}

function groupsFor(
  { researcher: name, sources }: Service,
  texts: PageTexts['examples'],
): [string, (string | false)[]][] {
  const works = publicationsOf(sources);
  const [mostCommon] = ofKinds(works, 'paper', 'book', 'chapter');
  const has = (...kinds: Source['kind'][]) => ofKinds(sources, ...kinds).length > 0;
  const isThesisThere = supervisedTheses(sources).length > 0;
  const hasCode = ofKinds(sources, 'project').some(({ links }) => links.some(isCode));
  return [
    [
      texts.forVisitors,
      [
        name !== null && texts.who(name),
        name !== null && texts.now(name),
        has('talk') && texts.talks,
        hasCode && texts.code,
        !hasCode && has('software') && texts.software,
      ],
    ],
    [
      texts.forStudents,
      [
        works.length >= SEVERAL && texts.readFirst,
        isThesisThere && texts.theses,
        name !== null &&
          (isThesisThere || has('supervision', 'student')) &&
          texts.supervision(name),
        has('course') && texts.courses,
      ],
    ],
    [
      texts.forJournalists,
      [
        works.some(({ awards }) => awards.length > 0) && texts.awardedPapers,
        name !== null && has('award') && texts.awards(name),
        works.length > 0 && texts.latest,
        mostCommon !== undefined && texts.howMany(kindOf(mostCommon.kind).many),
        has('grant') && texts.grants,
      ],
    ],
  ];
}

function group(heading: string, questions: readonly string[], lang: string): Html {
  return html`<div>
          <h2>${heading}</h2>
          ${questions.map((question) => html`<button type="submit" name="question" value="${question}" lang="${lang}">${question}</button>`)}
        </div>`;
}
