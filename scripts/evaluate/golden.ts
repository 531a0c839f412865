import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Answer, Service, Source } from '../../src/domain.ts';
import { ServiceError } from '../../src/errors.ts';

const pattern = z.string().refine(compiles, { error: 'is not a regular expression' });
const caseSchema = z.strictObject({
  id: z.string(),
  kind: z.string(),
  split: z.enum(['tune', 'test']),
  question: z.string(),
  history: z
    .array(z.strictObject({ role: z.enum(['user', 'assistant']), content: z.string() }))
    .default([]),
  expect: z.strictObject({
    status: z.enum(['answered', 'not_covered']),
    /** All of these, each in any of its wordings. */
    facts: z.array(z.array(pattern)).optional(),
    /** Ids, one of which has to be cited. */
    sources: z.array(z.string()).optional(),
    minSources: z.number().optional(),
    links: z.array(pattern).optional(),
    forbid: z.array(pattern).optional(),
    reason: z.enum(['not_in_corpus', 'out_of_scope', 'ambiguous']).optional(),
  }),
});

export type GoldenCase = z.infer<typeof caseSchema>;
export type Split = 'tune' | 'test' | 'all';

/**
 * The cases of all files of a folder.
 * @throws ServiceError `invalid-request` that names file and line, or the duplicate
 */
export async function loadGolden(folder: string): Promise<GoldenCase[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort();
  const cases: GoldenCase[] = [];
  for (const file of files) cases.push(...(await loadCases(path.join(folder, file))));
  refuseRepeated(folder, cases);
  return cases;
}

/** The cases of one file; throws as `loadGolden` does. */
export async function loadCases(file: string): Promise<GoldenCase[]> {
  const cases = await readJsonLines(file, caseSchema);
  for (const { id, kind } of cases) {
    if (id.replace(/-\d+$/, '') === kind) continue;
    throw new ServiceError(
      'invalid-request',
      `${file}: the id ${id} must be its kind and a number, as in ${kind}-01.`,
    );
  }
  refuseRepeated(file, cases);
  return cases;
}

/** @throws ServiceError `invalid-request` if the cases were made for another profile */
export function refuseForeign(
  cases: readonly GoldenCase[],
  sources: readonly Source[],
  corpusDir: string,
): void {
  const known = new Set(sources.map(({ id }) => id));
  const foreign = cases.find(({ expect }) => expect.sources?.some((id) => !known.has(id)));
  if (!foreign) return;
  const missing = foreign.expect.sources?.filter((id) => !known.has(id)).join(', ');
  throw new ServiceError(
    'invalid-request',
    `The case ${foreign.id} expects ${missing}, which ${corpusDir} does not have. Correct it, or name cases for this profile with --golden and --promises.`,
  );
}

function refuseRepeated(place: string, cases: readonly GoldenCase[]): void {
  const seen = new Set<string>();
  for (const { id, question, history } of cases) {
    const asked = JSON.stringify([question, history]);
    if (seen.has(id) || seen.has(asked)) {
      throw new ServiceError('invalid-request', `${place}: ${id} repeats an id or a question.`);
    }
    seen.add(id).add(asked);
  }
}

export function ofSplit(cases: readonly GoldenCase[], split: Split): GoldenCase[] {
  return cases.filter((golden) => split === 'all' || golden.split === split);
}

/** @throws ServiceError `not-found`, or `invalid-request` that names file and line */
export async function readJsonLines<T>(file: string, schema: z.ZodType<T>): Promise<T[]> {
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new ServiceError('not-found', `${file} cannot be read.`, { cause });
  });
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    try {
      return [schema.parse(JSON.parse(line))];
    } catch (cause) {
      const reason =
        cause instanceof z.ZodError ? z.prettifyError(cause) : (cause as Error).message;
      throw new ServiceError('invalid-request', `${file}:${i + 1}: ${reason}`, { cause });
    }
  });
}

export interface Reply {
  readonly answer: Answer;
  /** The text as it was streamed. */
  readonly streamed: string;
  readonly ms: number;
}

/** Asks in-process, as the interfaces do. */
export async function ask(
  service: Service,
  { question, history }: Pick<GoldenCase, 'question' | 'history'>,
  signal: AbortSignal,
): Promise<Reply> {
  const started = performance.now();
  let streamed = '';
  for await (const event of service.ask({ question, history }, signal)) {
    if (event.type === 'text-delta') streamed += event.text;
    if (event.type === 'end') {
      return { answer: event.answer, streamed, ms: performance.now() - started };
    }
  }
  throw new Error(`No end to the answer of: ${question}`);
}

function compiles(source: string): boolean {
  try {
    return Boolean(new RegExp(source, 'iu'));
  } catch {
    return false;
  }
}
