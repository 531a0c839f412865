import {
  type Coefficients,
  distinct,
  type Option,
  optionsOf,
  probabilitiesOf,
  READ,
} from '../../src/answer/choose/choose.ts';
import { featuresOf } from '../../src/answer/choose/features.ts';
import { asPassage } from '../../src/answer/choose/read.ts';
import { type ConsiderParts, consider, hear, recollect } from '../../src/answer/consider.ts';
import type { Candidate } from '../../src/answer/types.ts';
import type { Conversation, ReaderPassage, Source } from '../../src/domain.ts';
import type { MadeCase } from './made-cases.ts';

/** A question with what its answer has to have, as files of cases write it. */
export interface Case {
  readonly id: string;
  readonly kind: string;
  readonly question: string;
  readonly history?: Conversation | undefined;
  /** What it is about; cases about one source are never on both sides of a split. */
  readonly source?: string | undefined;
  readonly split?: 'tune' | 'test' | undefined;
  readonly expect: {
    readonly status: 'answered' | 'not_covered' | 'any';
    /** All of these, each in any of its wordings. */
    readonly facts?: readonly (readonly string[])[] | undefined;
    readonly forbid?: readonly string[] | undefined;
    /** At least one of these is cited. */
    readonly sources?: readonly string[] | undefined;
    readonly minSources?: number | undefined;
    readonly maxSentences?: number | undefined;
    /** Addresses that are in the text or among those of what is cited. */
    readonly links?: readonly string[] | undefined;
  };
}

/** A candidate for a case, and whether it would be a right answer. */
export interface Row extends Option {
  readonly candidate: Candidate;
  readonly isRight: boolean;
}

/** The candidates of one case. */
export interface CaseRows {
  readonly id: string;
  readonly kind: string;
  /** Cases of one group are never on both sides of a split. */
  readonly group: string;
  readonly split: 'tune' | 'test';
  readonly isAnswerable: boolean;
  readonly rows: readonly Row[];
}

/** The candidates for a case, the reader left out; null where it asks for several things. */
export async function rowsOf(
  one: MadeCase,
  parts: ConsiderParts,
  profile: string,
): Promise<CaseRows | null> {
  const { signal } = new AbortController();
  const turn = await hear(one.question, parts, signal);
  const [request, other] = turn.requests;
  if (!request || other || one.expect.status === 'any') return null;
  const before = await recollect(one.history ?? [], parts, signal);
  const said = { ...before, context: turn.context };
  const { candidates, evidence } = await consider(request, said, parts, signal);
  return {
    id: `${profile}/${one.id}`,
    kind: one.kind,
    group: groupOf(one, profile),
    split: one.split ?? 'tune',
    isAnswerable: one.expect.status === 'answered',
    rows: candidates.flatMap((candidate): Row[] => {
      const found = evidence.find(({ reading }) => reading === candidate.reading);
      if (!found) return [];
      return [
        {
          candidate,
          maker: candidate.maker,
          features: featuresOf(candidate, found, parts.knowledge),
          isRight: one.judge ? one.judge(candidate, textOf(candidate)) : isRight(candidate, one),
        },
      ];
    }),
  };
}

/** What a case is about, for the splits. */
export function groupOf({ source, expect, id }: Case, profile: string): string {
  return `${profile}/${source ?? expect.sources?.[0] ?? id}`;
}

/** The case with the candidates that the reader is given, best first. */
export function shortlisted(one: CaseRows, coefficients: Coefficients): CaseRows {
  const probabilities = probabilitiesOf(optionsOf(one.rows), coefficients);
  const order = one.rows
    .map((row, i) => ({ row, probability: probabilities[i] ?? 0 }))
    .sort((a, b) => b.probability - a.probability)
    .map(({ row }) => row);
  return { ...one, rows: distinct(order).slice(0, READ) };
}

/** What the reader is trained on: a question with a passage for each candidate. */
export interface ReaderExample {
  readonly id: string;
  readonly group: string;
  readonly split: 'tune' | 'test';
  readonly isAnswerable: boolean;
  readonly candidates: readonly (ReaderPassage & {
    readonly question: string;
    readonly isRight: boolean;
  })[];
}

export function toExample({ id, group, split, isAnswerable, rows }: CaseRows): ReaderExample {
  return {
    ...{ id, group, split, isAnswerable },
    candidates: rows.map(({ candidate, isRight }) => ({
      question: candidate.reading.question,
      isRight,
      ...asPassage(candidate),
    })),
  };
}

function textOf({ lead, statements }: Candidate): string {
  const above = typeof lead === 'string' ? lead : (lead?.text ?? '');
  return [above, ...statements.map(({ text }) => text)].filter(Boolean).join('\n');
}

/** Whether a candidate has all that the answer to a case needs, and nothing that it must not have. */
export function isRight(candidate: Candidate, { kind, expect }: Case): boolean {
  if (expect.status === 'not_covered') return false;
  const isTalk = !expect.facts?.length && !expect.sources?.length && !expect.links?.length;
  if (isTalk !== (candidate.statements.length === 0)) return false;
  // "Thank you" is not answered with a greeting.
  if (isTalk) return kind === 'meta' || (candidate.acts ?? []).some((act) => act === kind);
  if (candidate.statements.length > (expect.maxSentences ?? Number.POSITIVE_INFINITY)) return false;
  const text = textOf(candidate);
  const has = (pattern: string, where = text) => new RegExp(pattern, 'i').test(where);
  const leads = candidate.lead && typeof candidate.lead !== 'string' ? [candidate.lead] : [];
  const sources = [...leads, ...candidate.statements].flatMap(({ quotes }) =>
    quotes.map(({ source }) => source),
  );
  const ids = new Set(sources.map(({ id }) => id));
  const addresses = [text, ...sources.flatMap(addressesOf)].join('\n');
  const { facts = [], forbid = [], sources: cited = [], minSources = 0, links = [] } = expect;
  return (
    facts.every((wordings) => wordings.some((wording) => has(wording))) &&
    !forbid.some((pattern) => new RegExp(pattern).test(text)) &&
    (cited.length === 0 || cited.some((id) => ids.has(id))) &&
    ids.size >= minSources &&
    links.every((link) => has(link, addresses))
  );
}

function addressesOf({ url, links }: Source): string[] {
  return [url ?? '', ...links.map((link) => link.url)];
}
