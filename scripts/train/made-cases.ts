import { readFileSync } from 'node:fs';
import type { Knowledge } from '../../src/answer/knowledge.ts';
import type { Candidate, Want } from '../../src/answer/types.ts';
import { isOneOf } from '../../src/corpus/kinds.ts';
import { readYears } from '../../src/corpus/time-span.ts';
import {
  filterWorks,
  namesOf,
  publicationsOf,
  supervisedTheses,
  type WorkFilter,
} from '../../src/corpus/works.ts';
import type { Source } from '../../src/domain.ts';
import type { Case } from './rows.ts';

/** A case that is judged by the record of a source instead of by words. */
export interface MadeCase extends Case {
  /** Whether a candidate is right; absent where none can be. */
  readonly judge?: (candidate: Candidate, text: string) => boolean;
}

/** What the kinds of made cases begin with. */
export const MADE = 'made-';

/** Phrasings taken for each fact of a source. */
const PER_FACT = 1;
/** And of questions that no record answers. */
const PER_UNTOLD = 2;
/** Questions for each way of limiting a list of publications. */
const PER_LIMIT = 8;
const LIST_PHRASING = /^(?:how many (?:papers|publications)|papers|publications|which papers) /i;
/** Items of a list that are shown. */
const MAX_ITEMS = 12;
/** An answer to a question about one fact is no list. */
const MAX_STATEMENTS = 4;

/**
 * Questions about the works of a profile and for lists of them, made from labeled phrasings and judged by the records:
 * what a record has is right, and where neither record nor text tells of a thing, nothing is.
 */
export function madeCases(knowledge: Knowledge, labels: string): MadeCase[] {
  const all = readFileSync(labels, 'utf8')
    .trim()
    .split('\n')
    .map((line): { readonly text: string; readonly want: Want } => JSON.parse(line));
  const phrasings = all.filter(({ text }) => /\{work\}/.test(text) && !/\{(?!work\})/.test(text));
  const next = randomNumbers();
  const made: MadeCase[] = [];
  for (const source of knowledge.sources) {
    if (!isOneOf(source.kind, 'undertaking', 'publication')) continue;
    const text = knowledge
      .passagesOf(source.id)
      .map((passage) => passage.text)
      .join('\n');
    add(source, 'definition', PER_FACT, ({ maker, statements }) => {
      return maker === 'definition' && statements[0]?.quotes[0]?.source === source;
    });
    const { venue, year, people, awards, links } = source;
    const surnames = people.flatMap((person) => person.split(' ').at(-1) ?? []).slice(0, 3);
    if (people.length > 1) {
      add(source, 'authors', PER_FACT, (_, said) => surnames.every((name) => said.includes(name)));
    }
    if (venue) add(source, 'venue', PER_FACT, (_, said) => said.includes(venue));
    if (year) add(source, 'date', PER_FACT, (_, said) => said.includes(String(year)));
    if (awards.length > 0) {
      add(source, 'award', PER_FACT, (_, said) => awards.some((award) => said.includes(award)));
    } else if (!/award|prize|honou?r|distinguish/i.test(text)) add(source, 'award', PER_FACT);
    const code = links.find(({ label }) => /code|repository/i.test(label));
    if (code) add(source, 'code', PER_FACT, (_, said) => said.includes(code.url));
    else if (!/code|repository|open.source/i.test(text)) add(source, 'code', PER_FACT);
    if (links.length > 0) {
      add(source, 'link', PER_FACT, (_, said) => links.some(({ url }) => said.includes(url)));
    }
    if (!/fund|grant|cost|budget/i.test(text)) add(source, 'money', 1);
    add(source, 'untold', PER_UNTOLD);
  }
  const publications = publicationsOf(knowledge.sources);
  const topics = knowledge.sources.filter(({ kind }) => kind === 'theme');
  addLists(
    'topic',
    topics.map(({ title }) => title),
    (topic) => ({ topic }),
  );
  addLists(
    'venue',
    publications.flatMap(({ venue }) => venue ?? []),
    (venue) => ({ venue }),
  );
  addLists('person', publications.flatMap(namesOf), (person) => ({ person }));
  addLists(
    'year',
    publications.flatMap(({ year }) => (year === undefined ? [] : [String(year)])),
    (year) => ({ years: readYears(`in ${year}`) ?? undefined }),
  );
  // A list of some of them would need the degree of each.
  addWhole(
    'list-students',
    /^(?!.*\b(?:msc|master|bachelor|doctoral|examiner)).*\btheses\b/i,
    supervisedTheses(knowledge.sources),
  );
  addWhole(
    'list-awards',
    /\b(?:awards|prizes|honors)\b/i,
    knowledge.sources.filter(({ kind }) => kind === 'award'),
  );
  return made;

  /** A whole list, in any order. */
  function addWhole(want: Want, phrasing: RegExp, members: readonly Source[]): void {
    const fitting = all.filter(
      ({ text, want: own }) => own === want && phrasing.test(text) && !/\{(?!owner\})/.test(text),
    );
    if (members.length < 2 || members.length > MAX_ITEMS) return;
    for (const { text } of fitting.slice(0, PER_LIMIT)) {
      made.push({
        id: `made-${made.length}`,
        kind: `${MADE}list`,
        question: text.replace('{owner}', () => knowledge.names.owner?.title ?? 'the researcher'),
        source: want,
        expect: { status: 'answered' },
        judge: ({ statements }) => {
          const shown = new Set(statements.flatMap(({ quotes }) => quotes.map((q) => q.source)));
          return members.every((member) => shown.has(member));
        },
      });
    }
  }

  /** Lists of publications within one limit: right is the list of just these. */
  function addLists(
    placeholder: string,
    values: readonly string[],
    toFilter: (value: string) => WorkFilter,
  ): void {
    const fitting = all.filter(
      ({ text }) =>
        LIST_PHRASING.test(text) &&
        text.split('{').length === 2 &&
        text.includes(`{${placeholder}}`),
    );
    const distinct = [...new Set(values)];
    for (let i = 0; i < PER_LIMIT && fitting.length > 0 && distinct.length > 0; i++) {
      const value = distinct[next() % distinct.length] ?? '';
      const members = filterWorks(publications, toFilter(value), knowledge.sources);
      const { text = '' } = fitting[next() % fitting.length] ?? {};
      if (members.length === 0) continue;
      const shown = members.slice(0, MAX_ITEMS);
      made.push({
        id: `made-${made.length}`,
        kind: `${MADE}list`,
        question: text.replace(`{${placeholder}}`, () => value),
        source: `${placeholder}-${value}`,
        expect: { status: 'answered' },
        judge: ({ maker, statements }) =>
          maker.startsWith('list') &&
          statements.length === shown.length &&
          statements.every(({ quotes }, at) => quotes[0]?.source === shown[at]),
      });
    }
  }

  function add(source: Source, want: Want, count: number, judge?: MadeCase['judge']): void {
    const fitting = phrasings.filter((phrasing) => phrasing.want === want);
    for (let i = 0; i < count && fitting.length > 0; i++) {
      const { text = '' } = fitting[next() % fitting.length] ?? {};
      made.push({
        id: `made-${made.length}`,
        kind: `${MADE}${want}`,
        question: text.replace('{work}', () => source.title),
        source: source.id,
        expect: { status: judge ? 'answered' : 'not_covered' },
        ...(judge && {
          judge: (candidate: Candidate, said: string) =>
            candidate.statements.length <= MAX_STATEMENTS &&
            candidate.statements.some(({ quotes }) => quotes[0]?.source === source) &&
            judge(candidate, said),
        }),
      });
    }
  }
}

/** A linear congruential generator (Numerical Recipes): the same questions in every run. */
export function randomNumbers(): () => number {
  let state = 7;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 8;
  };
}
