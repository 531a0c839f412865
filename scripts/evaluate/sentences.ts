import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { missingFrom } from '../../src/answer/generate/check.ts';
import { verify } from '../../src/answer/generate/verify.ts';
import { buildNameIndex, type NameIndex } from '../../src/answer/names.ts';
import type { Quote, Statement } from '../../src/answer/statement.ts';
import type { ChatModel, Passage } from '../../src/domain.ts';
import { readPassages } from '../../src/indexer.ts';
import { sentenceSpans } from '../../src/text/sentences.ts';
import { readJsonLines } from './cases.ts';
import { plainSource } from './plain-source.ts';
import { type Section, shareOf } from './report.ts';

/** A sentence that somebody wrote from quotes, and whether they carry it. */
export interface WrittenClaim {
  readonly kind: string;
  readonly sentence: string;
  readonly isCarried: boolean;
  readonly quotes: readonly { readonly from: string; readonly text: string }[];
}

export interface CheckedClaim extends WrittenClaim {
  readonly isShown: boolean;
  /** Why not. */
  readonly reason: string;
}

/** Sentences that a model checks in one request. */
const BATCH = 5;

/**
 * Puts sentences to the check as the answering does.
 * @param model that reads each with its quotes; null looks at names, numbers and addresses alone
 */
export async function checkClaims(
  claims: readonly WrittenClaim[],
  names: NameIndex,
  model: ChatModel | null,
  signal: AbortSignal,
): Promise<CheckedClaim[]> {
  const found = claims.map((claim) => {
    const { sentence: text, quotes } = claim;
    const statement: Statement = { text, quotes: quotes.map(toQuote), isItem: false };
    return { claim, statement, missing: missingFrom(text, statement.quotes, names) };
  });
  const passed = found.filter(({ missing }) => missing.length === 0);
  const reasons = new Map<Statement, string>();
  for (let i = 0; model && i < passed.length; i += BATCH) {
    const batch = passed.slice(i, i + BATCH).map(({ statement }) => statement);
    for (const [one, why] of await verify(batch, model, signal)) reasons.set(one, why);
  }
  return found.map(({ claim, statement, missing }) => {
    const reason = missing.join(', ') || reasons.get(statement) || '';
    return { ...claim, reason, isShown: reason === '' };
  });
}

/** @param from title and headings as the prompt has them: "Clockwork › Key idea" */
function toQuote({ from, text }: WrittenClaim['quotes'][number]): Quote {
  const [title = '', ...headings] = from.split(' › ');
  const end = text.length;
  const sentences = sentenceSpans(text);
  const passage: Passage = {
    ...{ id: `${title}#1`, sourceId: title, headings, text },
    ...{ start: 0, end, sentences },
  };
  return { source: plainSource(title, 'page', title, text), passage, start: 0, end };
}

const claimSchema = z.strictObject({
  /** A folder of evaluation/profiles, or "shipped". */
  profile: z.string(),
  source: z.string(),
  title: z.string(),
  quotes: z.array(z.string()),
  sentence: z.string(),
  label: z.enum(['supported', 'unsupported']),
  kind: z.string(),
  split: z.enum(['tune', 'test']),
});

/** A sentence with the names that its profile knows. */
export interface OwnClaim {
  readonly claim: WrittenClaim;
  readonly names: NameIndex;
}

/** Where the sentences stand, a file a profile, and where these profiles are. */
export interface ClaimFolders {
  readonly claims: string;
  readonly profiles: string;
  /** The corpus of the file "shipped". */
  readonly corpusDir: string;
}

export async function loadClaims(
  { claims: folder, profiles, corpusDir }: ClaimFolders,
  split: 'tune' | 'test',
): Promise<OwnClaim[]> {
  const claims: OwnClaim[] = [];
  for (const file of (await readdir(folder)).sort()) {
    const rows = await readJsonLines(path.join(folder, file), claimSchema);
    const profile = path.basename(file, '.jsonl');
    const own = path.join(profiles, profile, 'corpus');
    const { sources } = await readPassages(profile === 'shipped' ? corpusDir : own);
    const names = buildNameIndex(sources, () => true);
    for (const { title, quotes, sentence, label, kind, ...one } of rows) {
      if (one.split !== split) continue;
      const isCarried = label === 'supported';
      const from = quotes.map((text) => ({ from: title, text }));
      claims.push({ claim: { kind, sentence, isCarried, quotes: from }, names });
    }
  }
  return claims;
}

/** The true ones dropped, and of each kind of false ones the share that is shown. */
export function sentencesSection(claims: readonly CheckedClaim[], column: string): Section {
  const carried = claims.filter(({ isCarried }) => isCarried);
  const others = claims.filter(({ isCarried }) => !isCarried);
  const kinds = [...new Set(others.map(({ kind }) => kind))].sort();
  const shown = ({ isShown }: CheckedClaim) => isShown;
  return {
    table: 'Sentences that a model could write, checked',
    column,
    figures: [
      shareOf('true ones dropped', carried, ({ isShown }) => !isShown, { better: 'less' }),
      shareOf('false ones shown', others, shown, { better: 'less' }),
      ...kinds.map((kind) => {
        const some = others.filter((one) => one.kind === kind);
        return shareOf(`${kind}: shown`, some, shown, { better: 'less' });
      }),
    ],
  };
}
