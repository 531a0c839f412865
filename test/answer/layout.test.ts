import { expect, test } from 'vitest';
import { career } from '../../src/answer/makers/career.ts';
import { comparison } from '../../src/answer/makers/comparison.ts';
import { fact } from '../../src/answer/makers/fact.ts';
import { list } from '../../src/answer/makers/list.ts';
import { createRespond } from '../../src/answer/respond.ts';
import type { Maker, Want } from '../../src/answer/types.ts';
import { collectAnswer } from '../../src/api/answer-events.ts';
import { answerSchema } from '../../src/api/schemas.ts';
import type { Answer, Source } from '../../src/domain.ts';
import { createSelect, filtersSchema } from '../../src/http/pages/publication-filters.ts';
import { buildIndex } from '../../src/indexer.ts';
import { openIndex } from '../../src/search/store.ts';
import { createKnowledge } from '../../src/service.ts';
import { plainChoice } from '../support/choice.ts';
import { corpusOf, temporaryFolder } from '../support/corpus.ts';
import { LANTERN } from '../support/lantern.ts';

let ids = 0;
const file = (fields: Readonly<Record<string, unknown>>, body: string) =>
  `---\n${Object.entries({ id: `file-${ids++}`, ...fields })
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join('\n')}\n---\n\n${body}\n`;

const position = (title: string, fields: Readonly<Record<string, unknown>>) =>
  file(
    { id: title.toLowerCase(), kind: 'position', title, ...fields },
    `Ada Quill worked at ${title} on lamps.`,
  );

const CAREER = {
  'aalto.md': position('Aalto', { start: '2010', end: '2014-05' }),
  'bergen.md': position('Bergen', { start: '2014-06', end: '2019' }),
  'lund.md': position('Lund', { start: '2019', asOf: '2026-01', place: 'Lund, Sweden' }),
};

/** 26 papers at the venue SPARKS, the odd ones with Bo Lind. */
const PAPERS = Object.fromEntries(
  Array.from({ length: 26 }, (_, i) => {
    const title = `Beacon ${String.fromCharCode(65 + i)}`;
    const people = i % 2 === 1 ? ['Bo Lind', 'Ada Quill'] : ['Ada Quill'];
    const fields = { kind: 'paper', title, people, venue: 'SPARKS', year: 2000 + i };
    return [`beacon-${i}.md`, file(fields, `${title} is a paper about lamps.`)];
  }),
);

/** 13 works of hers alone. */
const BOOKS = Object.fromEntries(
  Array.from({ length: 13 }, (_, i) => {
    const fields = { kind: 'book', title: `Torch ${i}`, people: ['Ada Quill'], year: 2020 };
    return [`torch-${i}.md`, file(fields, `Torch ${i} is a book about lamps.`)];
  }),
);

async function ask(
  question: string,
  maker: Maker,
  want: Want,
  files: Readonly<Record<string, string>> = {},
): Promise<Answer & { readonly sources: readonly Source[] }> {
  const corpusDir = await corpusOf({ ...LANTERN, ...files });
  const indexDir = await temporaryFolder();
  await buildIndex({ corpusDir, indexDir, embedder: null });
  const knowledge = createKnowledge(await openIndex(indexDir));
  const respond = createRespond({
    ...{ knowledge, embedder: null, reader: null, chatModel: null, checkModel: null },
    makers: [maker],
    choice: choiceOf(want),
    onModelError: (error) => {
      throw error;
    },
  });
  const signal = new AbortController().signal;
  const answer = await collectAnswer(respond({ question, history: [] }, signal));
  // Without the fields that are undefined, as programs get it.
  const sent = JSON.parse(JSON.stringify(answer));
  expect(answerSchema.parse(sent)).toEqual(sent);
  return { ...answer, sources: knowledge.sources };
}

/** Answers whatever is asked, with the likeliest that gives what is wanted. */
function choiceOf(want: Want) {
  const choice = plainChoice();
  const classifiers = { ...choice.classifiers, want: () => new Map([[want, 1]]) };
  return { ...choice, classifiers, withoutReader: { ...choice.withoutReader, threshold: 0 } };
}

/** That a layout and the text say the same: each sentence with its marker is in both. */
function expectSameText({ answer, layouts = [] }: Answer): void {
  for (const { start, end, items, rest } of layouts) {
    const said = [...items.map(({ text }) => text), rest].join(' ').split(/\s+/).sort();
    const text = answer.slice(start, end).replace(/^- /gm, '');
    expect(text.trim().split(/\s+/).sort()).toEqual(said.filter((word) => word !== ''));
  }
}

test('a list of works has what a card shows of each, and who the researcher is', async () => {
  const answer = await ask('List all publications.', list, 'list-works');
  expectSameText(answer);
  const [layout, ...others] = answer.layouts ?? [];
  expect(others).toEqual([]);
  expect(layout).toMatchObject({ type: 'works', rest: '' });
  expect(layout?.items).toMatchObject([
    {
      sourceId: 'lantern',
      title: 'Lantern',
      people: ['Ada Quill', 'Bo Lind'],
      researcher: 'Ada Quill',
      venue: 'NSDI',
      year: 2021,
      url: 'https://quill.example/lantern',
      links: [{ label: 'Code on GitLab', url: 'https://code.example/lantern' }],
      isTold: true,
    },
    { sourceId: 'heron', url: null },
  ]);
  // All are there, so nothing more is to be shown.
  expect(layout).not.toHaveProperty('total');
  expect(answer.answer.slice(0, layout?.start)).toMatch(/2 publications.*:\n$/s);
});

test.each([
  ['List all publications.', {}, 41],
  ['Which publications appeared at SPARKS?', { venue: 'SPARKS' }, 26],
  ['Which books are there?', { kind: 'book' }, 13],
  ['Which publications with Bo Lind are there?', { author: 'Bo Lind' }, 14],
  [
    'Which publications with Bo Lind are there since 2001?',
    { author: 'Bo Lind', year: '2001-' },
    14,
  ],
  ['Which publications are there from 2001 to 2018?', { year: '2001-2018' }, 18],
])(
  'of a long list, "%s", it says how many there are and which page has all',
  async (question, filter, total) => {
    const answer = await ask(question, list, 'list-works', { ...PAPERS, ...BOOKS });
    expectSameText(answer);
    const [layout] = answer.layouts ?? [];
    expect(layout?.items).toHaveLength(12);
    expect(layout?.total).toBe(total);
    const [path, query] = (layout?.allAt ?? '').split('?');
    expect(path).toBe('publications');
    const given = Object.fromEntries(new URLSearchParams(query));
    expect(given).toEqual(filter);
    const { works } = await createSelect(answer.sources)(filtersSchema.parse(given));
    expect(works).toHaveLength(total);
  },
);

test('a list that no filter of the page has says how many there are, and names no page', async () => {
  const question = 'Which publications have Ada Quill as the first author, from 2000 on?';
  const [layout] = (await ask(question, list, 'list-works', { ...PAPERS, ...BOOKS })).layouts ?? [];
  expect(layout?.total).toBe(28);
  expect(layout).not.toHaveProperty('allAt');
});

test('a sentence that tells more than the record is kept', async () => {
  const papers = Object.entries(PAPERS).map(([name, text]) => [
    name,
    text.replace('kind:', 'volume: "7"\nkind:'),
  ]);
  const answer = await ask(
    'Which papers are there?',
    list,
    'list-works',
    Object.fromEntries(papers),
  );
  const found = answer.layouts?.[0]?.items.find(({ title }) => title === 'Beacon Z');
  expect(found).toMatchObject({ isTold: false, text: expect.stringContaining('volume 7') });
});

test('a career is a timeline, with dates and what is true as of a date', async () => {
  const answer = await ask('What is the career of Ada Quill?', career, 'career', CAREER);
  expectSameText(answer);
  expect(answer.layouts).toMatchObject([
    {
      type: 'timeline',
      items: expect.arrayContaining([
        expect.objectContaining({ title: 'Aalto', start: '2010', end: '2014-05' }),
        expect.objectContaining({ title: 'Lund', start: '2019', asOf: '2026-01' }),
      ]),
    },
  ]);
  expect(answer.citations.find(({ sourceId }) => sourceId === 'lund')?.asOf).toBe('2026-01');
});

test('what is told of a person first stands where it tells of the position of today', async () => {
  const now = 'Ada Quill is a researcher in Lund.';
  const today = { id: 'lund', kind: 'position', title: 'Lund', start: '2019' };
  const files = { ...CAREER, 'lund.md': file(today, now) };
  const answer = await ask('Who is Ada Quill?', career, 'biography', files);
  expectSameText(answer);
  const [layout] = answer.layouts ?? [];
  const entry = layout?.items.find(({ title }) => title === 'Lund');
  expect(entry?.text).toMatch(/^Ada Quill is a researcher in Lund \[1\]\./);
  expect(answer.citations[0]?.sourceId).toBe('ada-quill');
});

test('what a visitor compares stands side by side, and what is said of both below', async () => {
  const answer = await ask(
    'What is the difference between Lantern and Heron?',
    comparison,
    'difference',
  );
  expectSameText(answer);
  const [layout] = answer.layouts ?? [];
  expect(layout?.type).toBe('comparison');
  expect(layout?.items.map(({ title }) => title)).toEqual(['Lantern', 'Heron']);
  for (const { text } of layout?.items ?? []) expect(text).toMatch(/\[\d\]\.$/);
});

test('an answer about one thing is text', async () => {
  const answer = await ask('Where was Lantern published?', fact, 'venue');
  expect(answer.layouts).toBeUndefined();
});
