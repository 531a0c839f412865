import { randomUUID } from 'node:crypto';
import type {
  AnswerEvent,
  AnswerMode,
  FallbackReason,
  Layout,
  RefusalReason,
  SentenceCheck,
  Source,
  TakenReading,
} from '../domain.ts';
import { PROMPT_VERSION } from './generate/prompts.ts';
import { layOut, type Shape, type Whole, type Written } from './layout.ts';
import { createCitations, mergeQuotes, type Statement, withMarkers } from './statement.ts';

/** What is said to one request, before it is written out. */
export interface Block {
  /** What stands above a list, or a text that quotes nothing. */
  readonly lead?: Statement | string | undefined;
  readonly statements: readonly Statement[];
  readonly shape?: Shape | undefined;
  /** What the statements are the first of. */
  readonly whole?: Whole | undefined;
}

/** What there is to say of how an answer came about. */
interface Ending {
  readonly reason?: RefusalReason;
  readonly fallback?: FallbackReason | undefined;
  /** Of an answer that a model wrote. */
  readonly check?: SentenceCheck;
}

/**
 * Writes text and citations as events, and remembers them for the end.
 * @param owner whose work it is
 */
export function createWriter(
  question: string,
  publicUrl: string | undefined,
  owner: Source | null,
) {
  const { citations, cite, reserve } = createCitations(publicUrl);
  const layouts: Layout[] = [];
  let answer = '';
  const text = (piece: string): AnswerEvent => {
    answer += piece;
    return { type: 'text-delta', text: piece };
  };
  /** What parts a sentence or the head of a list from what was written. */
  const gap = (isList = false) => {
    if (answer === '') return '';
    if (answer.endsWith('\n')) return '\n';
    return isList || isInList(answer) ? '\n\n' : ' ';
  };

  function* statements(list: readonly Statement[]): Generator<AnswerEvent, Written[]> {
    const written: Written[] = [];
    for (const statement of list) {
      const start = answer.length;
      const marked = yield* sentence(statement, statement.isItem ? '\n- ' : gap());
      written.push({ statement, text: marked, start, end: answer.length });
    }
    return written;
  }

  function* sentence(
    { text: said, quotes }: Statement,
    before: string,
  ): Generator<AnswerEvent, string> {
    const cited = quotes.map(cite);
    for (const { citation, isNew } of cited) if (isNew) yield { type: 'citation', citation };
    const marked = withMarkers(
      said,
      cited.map(({ citation }) => citation.index),
    );
    yield text(`${answer === '' ? before.trimStart() : before}${marked}`);
    return marked;
  }

  return {
    reserve,
    statements,
    /** A text that quotes nothing. */
    note: (note: string): AnswerEvent => text(`${gap()}${note}`),
    /** Blocks made from quotes alone; statements of one passage share a citation. */
    *block({ lead, statements: list, shape, whole }: Block): Generator<AnswerEvent> {
      const isList = list.some(({ isItem }) => isItem);
      if (typeof lead === 'string') yield text(`${gap(isList)}${lead}`);
      else if (lead) yield* sentence(lead, gap(isList));
      if (lead && list.length > 0) yield text('\n');
      const layout = layOut(yield* statements(list), shape, whole, owner);
      if (layout) layouts.push(layout);
    },
    /** The end of an answer, or of a refusal where there is a reason for one. */
    end(
      mode: AnswerMode,
      followUps: readonly string[],
      readings: readonly TakenReading[],
      { reason, fallback, check }: Ending = {},
    ): AnswerEvent {
      const written = check && { check, promptVersion: PROMPT_VERSION };
      const by = { mode, ...written, ...(fallback && { fallback }) };
      const outcome = reason
        ? ({ status: 'not_covered', reason } as const)
        : ({ status: 'answered' } as const);
      const id = randomUUID();
      return {
        type: 'end',
        answer: {
          ...{ id, ...outcome, ...by, question, answer, citations },
          ...(layouts.length > 0 && { layouts }),
          followUps,
        },
        readings,
      };
    },
  };
}

/** The blocks with the citations of statements that quote one passage made one. */
export function withMergedQuotes(blocks: readonly Block[]): Block[] {
  const merged = mergeQuotes(blocks.flatMap(({ statements }) => statements));
  let next = 0;
  return blocks.map((block) => ({
    ...block,
    statements: block.statements.map((statement) => merged[next++] ?? statement),
  }));
}

/** The blocks without what an earlier one says; one that says nothing else is left empty. */
export function withoutRepeats(blocks: readonly Block[]): Block[] {
  const said = new Set<string>();
  return blocks.map((block) => {
    const statements = block.statements.filter(({ text }) => !said.has(text));
    for (const { text } of statements) said.add(text);
    const isRepeated = block.statements.length > 0 && statements.length === 0;
    return isRepeated ? { statements } : { ...block, statements };
  });
}

function isInList(text: string): boolean {
  return text.startsWith('- ', text.lastIndexOf('\n') + 1);
}
