import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Source } from '../../src/domain.ts';
import { ServiceError } from '../../src/errors.ts';

const pattern = z.string().refine(compiles, { error: 'is not a regular expression' });
const expectSchema = z.strictObject({
  status: z.enum(['answered', 'not_covered', 'any']),
  /** All of these, each in any of its wordings. */
  facts: z.array(z.array(pattern)).optional(),
  /** Ids, one of which has to be cited. */
  sources: z.array(z.string()).optional(),
  minSources: z.number().optional(),
  /** Other names of these two. */
  projects: z.array(z.string()).optional(),
  minProjects: z.number().optional(),
  links: z.array(pattern).optional(),
  forbid: z.array(pattern).optional(),
  maxSentences: z.number().optional(),
  reason: z.enum(['not_in_corpus', 'out_of_scope', 'ambiguous']).optional(),
});
const caseSchema = z
  .strictObject({
    id: z.string(),
    kind: z.string(),
    split: z.enum(['tune', 'test']).default('test'),
    question: z.string(),
    history: z
      .array(z.strictObject({ role: z.enum(['user', 'assistant']), content: z.string() }))
      .default([]),
    /** What it is about. */
    source: z.string().optional(),
    expect: expectSchema,
  })
  .transform(({ expect: { projects, minProjects, ...expect }, ...rest }) => ({
    ...rest,
    expect: {
      ...expect,
      ...(projects && { sources: projects }),
      ...(minProjects !== undefined && { minSources: minProjects }),
    },
  }));

/** A question with what its answer has to have. */
export type Case = z.infer<typeof caseSchema>;
export type Split = 'tune' | 'test' | 'all';

/** The cases of a profile. */
export interface CaseSet {
  readonly name: string;
  readonly corpusDir: string;
  readonly cases: readonly Case[];
}

/**
 * The cases of all files of a folder.
 * @throws ServiceError `invalid-request` that names file and line, or the duplicate
 */
export async function loadFolder(folder: string): Promise<Case[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort();
  const cases: Case[] = [];
  for (const file of files) cases.push(...(await loadCases(path.join(folder, file))));
  refuseRepeated(folder, cases);
  return cases;
}

/** The cases of one file; throws as `loadFolder` does. */
export async function loadCases(file: string): Promise<Case[]> {
  const cases = await readJsonLines(file, caseSchema);
  refuseRepeated(file, cases);
  return cases;
}

/**
 * The sets of a folder: each folder in it is an invented profile with its `corpus` and `cases.jsonl`,
 * and `shipped-cases.jsonl` asks about the profile that ships with the project.
 */
export async function loadProfiles(folder: string, shippedDir: string): Promise<CaseSet[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const probes = await loadCases(path.join(folder, 'shipped-cases.jsonl'));
  const turns = async (file: string) => {
    const talks = existsSync(file) ? await loadTalks(file) : [];
    // Too few of an act to count them by themselves.
    return talks.map((one) => ({ ...one, kind: 'turn' }));
  };
  return [
    {
      name: 'probes',
      corpusDir: shippedDir,
      cases: [...probes, ...(await turns(path.join(folder, 'shipped-talks.jsonl')))],
    },
    ...(await Promise.all(
      names.sort().map(async (name) => ({
        name,
        corpusDir: path.join(folder, name, 'corpus'),
        cases: [
          ...(await loadCases(path.join(folder, name, 'cases.jsonl'))),
          ...(await turns(path.join(folder, name, 'talks.jsonl'))),
        ],
      })),
    )),
  ];
}

const turnSchema = z.strictObject({
  /** The conversation: all its turns are on the same side of the split. */
  talk: z.string(),
  turn: z.number(),
  /** What the message does. */
  kind: z.string(),
  split: z.enum(['tune', 'test']),
  question: z.string(),
  expect: expectSchema,
  /** What was replied, for the history of the later turns. */
  reply: z.string(),
});

/** The turns of conversations, each as a case with the turns before it as its history. */
export async function loadTalks(file: string): Promise<Case[]> {
  const turns = await readJsonLines(file, turnSchema);
  return turns.map(({ talk, turn, reply: _, ...rest }, i) => {
    const before = turns.slice(0, i).filter((one) => one.talk === talk);
    const history = before.flatMap(({ question, reply }) => [
      { role: 'user' as const, content: question },
      { role: 'assistant' as const, content: reply },
    ]);
    return caseSchema.parse({ ...rest, id: `${talk}-${turn}`, source: talk, history });
  });
}

/** @throws ServiceError `invalid-request` if the cases were made for another profile */
export function refuseForeign(
  cases: readonly Case[],
  sources: readonly Source[],
  corpusDir: string,
): void {
  const known = new Set(sources.map(({ id }) => id));
  const foreign = cases.find(({ expect }) => expect.sources?.some((id) => !known.has(id)));
  if (!foreign) return;
  const missing = foreign.expect.sources?.filter((id) => !known.has(id)).join(', ');
  throw new ServiceError(
    'invalid-request',
    `The case ${foreign.id} expects ${missing}, which ${corpusDir} does not have. Correct it, or name cases for this profile: --cases FILE --corpus DIR`,
  );
}

function refuseRepeated(place: string, cases: readonly Case[]): void {
  const seen = new Set<string>();
  for (const { id, question, history } of cases) {
    const asked = JSON.stringify([question, history]);
    if (seen.has(id) || seen.has(asked)) {
      throw new ServiceError('invalid-request', `${place}: ${id} repeats an id or a question.`);
    }
    seen.add(id).add(asked);
  }
}

export function ofSplit(cases: readonly Case[], split: Split): Case[] {
  return cases.filter((one) => split === 'all' || one.split === split);
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

function compiles(source: string): boolean {
  try {
    return Boolean(new RegExp(source, 'iu'));
  } catch {
    return false;
  }
}
