import type { Conversation, Embedder, RecordTiming, Vector } from '../domain.ts';
import { recentTurns } from './bounds.ts';
import { compose } from './compose.ts';
import { type Draft, type Found, namedSources, namedWorks } from './draft.ts';
import { type Intent, withoutAsker } from './intent.ts';
import type { Knowledge } from './knowledge.ts';
import { withoutOwner } from './names.ts';
import { askedOfSubject, type Understanding, understand } from './question.ts';
import type { Candidate, Request, Want } from './types.ts';

const HITS = 10;
/** Passages among which further works are looked for. */
const WIDE = 60;

export interface ComposedParts {
  readonly knowledge: Knowledge;
  readonly embedder: Embedder | null;
  readonly onModelError: (error: unknown) => void;
}

/** What the rules make of a message: a draft, and what was found for it. */
export interface Composed {
  readonly understanding: Understanding;
  readonly found: Found | null;
  readonly draft: Draft | null;
}

/** Composes an answer by rule; no draft for small talk. */
export async function composeByRule(
  message: string,
  conversation: Conversation,
  { knowledge, embedder, onModelError }: ComposedParts,
  signal: AbortSignal,
  record?: RecordTiming,
): Promise<Composed> {
  const history = recentTurns(conversation);
  const understanding = understand(message, history, knowledge.names);
  if (understanding.intent.type === 'small-talk') {
    return { understanding, found: null, draft: null };
  }
  const found = await find(understanding);
  const draft = compose(knowledge, found);
  const ofSubject = draft.type === 'refusal' && askedOfSubject(understanding, history, knowledge);
  if (ofSubject) {
    const foundOfSubject = await find(ofSubject);
    const other = compose(knowledge, foundOfSubject);
    if (other.type === 'answer') return { understanding, found: foundOfSubject, draft: other };
  }
  return { understanding, found, draft };

  async function find(one: Understanding): Promise<Found> {
    const { question, mentions } = one;
    const vector = await embedQuestion(withoutAsker(withoutOwner(question, mentions)));
    const named = new Set(namedWorks(knowledge, one).map(({ id }) => id));
    const wide = knowledge.search(question, { vector, named, limit: WIDE, record });
    return { understanding: one, vector, hits: wide.slice(0, HITS), wide };
  }

  /** Null without an embedder, and where it fails: search goes on by keyword. */
  async function embedQuestion(question: string): Promise<Vector | null> {
    try {
      const [vector] = (await embedder?.embed([question], signal)) ?? [];
      return vector ?? null;
    } catch (error) {
      signal.throwIfAborted();
      onModelError(error);
      return null;
    }
  }
}

const GIVES: Readonly<Record<Intent['type'], readonly Want[]>> = {
  'small-talk': [],
  list: [
    ...(['count', 'list-works', 'list-people', 'list-students', 'list-awards'] as const),
    ...(['list-topics', 'list-software', 'students', 'award', 'latest'] as const),
  ],
  comparison: ['difference'],
  facets: ['authors', 'venue', 'date', 'award', 'code', 'link', 'citation'],
  definition: ['definition', 'biography'],
  supervision: ['supervision', 'reading', 'students'],
  instruction: [],
  open: ['mechanism', 'reason', 'result', 'limit', 'yes-no', 'quantity', 'period', 'person-other'],
};

/** The draft as a candidate beside others; null for a refusal. */
export function composedCandidate(
  { found, draft }: Pick<Composed, 'found' | 'draft'>,
  { acts, wants }: Pick<Request, 'acts' | 'wants'>,
  knowledge: Knowledge,
): Candidate | null {
  if (!found || draft?.type !== 'answer') return null;
  const { question, mentions, intent } = found.understanding;
  return {
    maker: `composed-${intent.type}`,
    reading: {
      ...{ question, mentions, acts, wants, distance: 0, isDangling: false },
      subjects: namedSources(knowledge, mentions),
    },
    lead: draft.lead,
    statements: draft.statements,
    gives: GIVES[intent.type],
    isComplete: draft.isComplete,
  };
}
