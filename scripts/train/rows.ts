import { type Features, featuresOf } from '../../src/answer/choose/features.ts';
import { composeByRule, composedCandidate } from '../../src/answer/composed.ts';
import { type ConsiderParts, consider, hear } from '../../src/answer/consider.ts';
import { gather } from '../../src/answer/evidence.ts';
import type { Candidate } from '../../src/answer/types.ts';
import type { Conversation, Source } from '../../src/domain.ts';

/** A question with what its answer has to have, as files of cases write it. */
export interface Case {
  readonly id: string;
  readonly kind: string;
  readonly question: string;
  readonly history?: Conversation;
  /** What it is about; cases about one source are never on both sides of a split. */
  readonly source?: string;
  readonly split?: 'tune' | 'test';
  readonly expect: {
    readonly status: 'answered' | 'not_covered' | 'any';
    /** All of these, each in any of its wordings. */
    readonly facts?: readonly (readonly string[])[];
    readonly forbid?: readonly string[];
    /** At least one of these is cited. */
    readonly sources?: readonly string[];
    readonly minSources?: number;
    /** Addresses that are in the text or among those of what is cited. */
    readonly links?: readonly string[];
  };
}

/** A candidate for a case, and whether it would be a right answer. */
export interface Row {
  readonly caseId: string;
  readonly kind: string;
  readonly group: string;
  readonly maker: string;
  readonly features: Features;
  readonly isRight: boolean;
  readonly isRefused: boolean;
  readonly text: string;
}

/** The candidates for a case; none where it asks for nothing, or for several things. */
export async function rowsOf(one: Case, parts: ConsiderParts, profile: string): Promise<Row[]> {
  const { signal } = new AbortController();
  const turn = await hear(one.question, parts, signal);
  const [request, other] = turn.requests;
  if (!request || other) return [];
  const said = { context: turn.context, history: one.history ?? [] };
  const considered = await consider(request, said, parts, signal);
  const evidence = [...considered.evidence];
  const composed = await composeByRule(one.question, one.history ?? [], parts, signal);
  const own = composedCandidate(composed, request.wants, parts.knowledge);
  if (own && composed.found) {
    evidence.push(await gather(own.reading, composed.found.vector, { ...parts, signal }));
  }
  const isRefused = composed.draft?.type === 'refusal';
  const candidates = [...considered.candidates, ...(own ? [own] : [])];
  return candidates.flatMap((candidate): Row[] => {
    const found = evidence.find(({ reading }) => reading === candidate.reading);
    if (!found) return [];
    return [
      {
        caseId: `${profile}/${one.id}`,
        kind: one.kind,
        group: `${profile}/${one.source ?? one.expect.sources?.[0] ?? one.id}`,
        maker: candidate.maker,
        features: featuresOf(candidate, found, parts.knowledge),
        isRight: isRight(candidate, one),
        isRefused,
        text: textOf(candidate),
      },
    ];
  });
}

function textOf({ lead, statements }: Candidate): string {
  const above = typeof lead === 'string' ? lead : (lead?.text ?? '');
  return [above, ...statements.map(({ text }) => text)].filter(Boolean).join('\n');
}

/** Whether a candidate has all that the answer to a case needs, and nothing that it must not have. */
export function isRight(candidate: Candidate, { kind, expect }: Case): boolean {
  if (expect.status === 'not_covered') return false;
  if ((kind === 'meta') !== (candidate.statements.length === 0)) return false;
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
