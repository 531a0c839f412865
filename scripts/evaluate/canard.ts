import { z } from 'zod';
import type { Knowledge } from '../../src/answer/knowledge.ts';
import { buildNameIndex } from '../../src/answer/names.ts';
import { resolve } from '../../src/answer/resolve/resolve.ts';
import type { Conversation, Source } from '../../src/domain.ts';
import { contentStems } from '../../src/text/words.ts';
import { readJsonLines } from './cases.ts';
import { plainSource } from './plain-source.ts';
import { figure, type Section } from './report.ts';

const rowSchema = z.object({
  /** Title of the page, title of the section, then questions and answers in turn. */
  History: z.array(z.string()),
  Question: z.string(),
  Rewrite: z.string(),
});

export type CanardRow = z.infer<typeof rowSchema>;

/** CANARD (Elgohary and others 2019): questions of a conversation and their human rewrites. */
export function loadCanard(file: string): Promise<CanardRow[]> {
  return readJsonLines(file, rowSchema);
}

export interface WordRecall {
  /** Content words of the rewrite that the question lacks, and those of them that were brought. */
  readonly missing: number;
  readonly brought: number;
  /** All content words of the rewrite, and those that the resolved question has. */
  readonly all: number;
  readonly kept: number;
  /** Content words that were added, and those of them that the rewrite has. */
  readonly added: number;
  readonly addedRightly: number;
}

/** What a resolved question has of the human rewrite's content words. */
export function compareWords({ Question, Rewrite }: CanardRow, resolved: string): WordRecall {
  const [asked, rewrite, got] = [Question, Rewrite, resolved].map((t) => new Set(contentStems(t)));
  if (!asked || !rewrite || !got) throw new Error('unreachable');
  const missing = [...rewrite].filter((stem) => !asked.has(stem));
  const added = [...got].filter((stem) => !asked.has(stem));
  return {
    missing: missing.length,
    brought: missing.filter((stem) => got.has(stem)).length,
    all: rewrite.size,
    kept: [...rewrite].filter((stem) => got.has(stem)).length,
    added: added.length,
    addedRightly: added.filter((stem) => rewrite.has(stem)).length,
  };
}

/**
 * The first reading that stands alone, over a corpus whose one source is the page talked about:
 * CANARD's people saw its title and section, so these open the conversation.
 */
export function resolveCanard({ History, Question }: CanardRow): string {
  const [title = '', section = '', ...turns] = History;
  const history: Conversation = [
    { role: 'user', content: `Tell me about ${title}.` },
    { role: 'assistant', content: `${title}: ${section}.` },
    ...turns.map((content, i) => ({
      role: i % 2 === 0 ? ('user' as const) : ('assistant' as const),
      content,
    })),
  ];
  const words = new Set(History.flatMap(contentStems));
  const page = plainSource('page', 'page', title, title);
  const names = buildNameIndex([page], (stem) => words.has(stem));
  const knowledge = { ...NOTHING, sources: [page], names, source: () => page };
  const request = { text: Question, acts: new Map(), wants: new Map(), joined: [] };
  const readings = resolve(
    request,
    { context: '', history, base: null, memory: { told: () => [] } },
    knowledge,
  );
  return readings.find(({ isDangling }) => !isDangling)?.question ?? Question;
}

/** Resolving asks for names alone. */
const NOTHING: Omit<Knowledge, 'sources' | 'names' | 'source'> = {
  passagesOf: () => [],
  locate: () => undefined,
  bibtex: () => '',
  search: async () => [],
  cosines: async () => null,
  sentenceStems: () => [],
  read: () => ({ stems: new Set(), named: new Set() }),
  weight: () => 1,
  has: () => false,
};

/** "He" and "she" mean the researcher here, so that the resolver lets them stand. */
const ABOUT_A_PERSON = /\b(he|him|his|she|her|hers)\b/i;

/** One column for each group of questions, the last for leaving them as they are. */
export function canardSections(rows: readonly CanardRow[]): Section[] {
  const later = rows.filter((row) => row.History.length > 2);
  const person = later.filter(({ Question }) => ABOUT_A_PERSON.test(Question));
  const rest = later.filter(({ Question }) => !ABOUT_A_PERSON.test(Question));
  const resolved = (group: readonly CanardRow[]) =>
    group.map((row) => compareWords(row, resolveCanard(row)));
  const left = later.map((row) => compareWords(row, row.Question));
  return [
    sectionOf(`all ${later.length}`, resolved(later)),
    sectionOf(`without he or she (${rest.length})`, resolved(rest)),
    sectionOf(`with he or she (${person.length})`, resolved(person)),
    sectionOf('all, left as they are', left),
  ];
}

/** The sections that the conversations are about, each with all that was answered from it. */
export function canardSources(rows: readonly CanardRow[]): Source[] {
  const told = new Map<string, Set<string>>();
  for (const { History } of rows) {
    const [title = '', section = '', ...turns] = History;
    const answers = told.get(`${title}: ${section}`) ?? new Set();
    for (const [i, answer] of turns.entries()) if (i % 2 === 1) answers.add(answer);
    told.set(`${title}: ${section}`, answers);
  }
  return [...told].map(([title, answers], i) =>
    plainSource(`section-${i}`, 'page', title, [...answers].join('\n\n')),
  );
}

/**
 * Of the follow-ups whose rewrite finds a passage of its section first, those that do so once they are
 * resolved, and as they are typed.
 * @param search gives the title of the section that the best passage is from
 */
export async function canardRetrieval(
  rows: readonly CanardRow[],
  search: (question: string) => Promise<string | undefined>,
): Promise<Section> {
  const later = rows.filter(({ History, Question, Rewrite }) => {
    return History.length > 2 && Question.trim() !== Rewrite.trim();
  });
  const findable: { readonly row: CanardRow; readonly section: string }[] = [];
  for (const row of later) {
    const [title = '', section = ''] = row.History;
    const own = `${title}: ${section}`;
    if ((await search(row.Rewrite)) === own) findable.push({ row, section: own });
  }
  const shareOf = async (ask: (row: CanardRow) => string) => {
    let found = 0;
    for (const { row, section } of findable) {
      if ((await search(ask(row))) === section) found++;
    }
    return found / Math.max(1, findable.length);
  };
  return {
    table: 'CANARD: the section that the rewrite finds first',
    column: `of ${findable.length} follow-ups`,
    figures: [
      figure('found by the resolved question', await shareOf(resolveCanard)),
      figure('found by the question as typed', await shareOf(({ Question }) => Question)),
    ],
  };
}

function sectionOf(column: string, words: readonly WordRecall[]): Section {
  const sum = (key: keyof WordRecall) => words.reduce((total, one) => total + one[key], 0);
  const ratio = (part: keyof WordRecall, whole: keyof WordRecall) =>
    sum(whole) === 0 ? 0 : sum(part) / sum(whole);
  return {
    table: 'CANARD: follow-ups against human rewrites',
    column,
    figures: [
      figure('content words of the rewrite', ratio('kept', 'all')),
      figure('of those that the question lacks', ratio('brought', 'missing')),
      figure('added words that the rewrite has', ratio('addedRightly', 'added')),
    ],
  };
}
