import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseDocument, stringify, YAMLSeq } from 'yaml';
import { z } from 'zod';
import { collectAnswer } from '../api/answer-events.ts';
import { CASES_FILE } from '../corpus/files.ts';
import type { Service, Source } from '../domain.ts';
import { ServiceError } from '../errors.ts';
import { CASES } from '../language/en/templates/owner-journal.ts';
import { squeezed } from '../text/words.ts';
import { writeWhole } from '../write-whole.ts';
import type { Gap } from './find.ts';

const caseSchema = z.strictObject({
  question: z.string().trim().min(1),
  /** The id of the source that the answer has to quote; without it, any will do. */
  source: z.string().optional(),
});

/** A question that the profile is to answer. */
export type Case = z.infer<typeof caseSchema>;

/**
 * The cases of a profile, from the file beside its texts; none where there is no such file.
 * @throws ServiceError `invalid-corpus` that says what is wrong with the file
 */
export async function readCases(corpusDir: string): Promise<Case[]> {
  const file = path.join(corpusDir, CASES_FILE);
  const document = parseDocument(await textOf(file), { prettyErrors: true });
  const [fault] = document.errors;
  if (fault) throw new ServiceError('invalid-corpus', CASES.notYaml(file, fault.message));
  const parsed = z.array(caseSchema).safeParse(document.toJS() ?? []);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const at = Number(issue?.path[0] ?? 0) + 1;
  throw new ServiceError('invalid-corpus', CASES.badEntry(file, at, issue?.message ?? ''));
}

/** Finds the case of a gap: one that has a wording of it, or whose source is asked for in one. */
export function createCaseOf(
  cases: readonly Case[],
  sources: readonly Pick<Source, 'id' | 'asks'>[],
): (gap: Gap) => Case | undefined {
  const asks = new Map(sources.map((source) => [source.id, source.asks]));
  const known = new Map(
    cases.flatMap((one) =>
      [one.question, ...(asks.get(one.source ?? '') ?? [])].map(
        (text) => [squeezed(text), one] as const,
      ),
    ),
  );
  return ({ wordings }) => {
    const noted = wordings.find(({ question }) => known.has(squeezed(question)));
    return noted && known.get(squeezed(noted.question));
  };
}

/** Adds a case, below the others and with their comments as they are. */
export async function addCase(corpusDir: string, added: Case): Promise<void> {
  await readCases(corpusDir);
  const file = path.join(corpusDir, CASES_FILE);
  const before = (await textOf(file)) || CASES.head;
  await writeWhole(file, withCase(before, added));
}

function withCase(before: string, added: Case): string {
  const document = parseDocument(before);
  const { contents } = document;
  // Below comments alone, or an empty list.
  if (!(contents instanceof YAMLSeq) || contents.items.length === 0) {
    return `${before.replace(/^\[\s*\]\s*$/m, '')}${stringify([added], { lineWidth: 0 })}`;
  }
  contents.flow = false;
  document.add(document.createNode(added));
  return document.toString({ lineWidth: 0 });
}

/** Why a case fails, in a sentence; null where it passes. */
export async function checkCase(
  { question, source }: Case,
  service: Pick<Service, 'ask' | 'sources'>,
  signal: AbortSignal,
): Promise<string | null> {
  if (source !== undefined && !service.sources.some(({ id }) => id === source)) {
    return CASES.notPublished(source);
  }
  const answer = await collectAnswer(service.ask({ question, history: [] }, signal));
  if (answer.status === 'not_covered') return CASES.declined;
  const cited = [...new Set(answer.citations.map(({ sourceId }) => sourceId))];
  return source === undefined || cited.includes(source) ? null : CASES.fromOthers(source, cited);
}

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
}
