import type { Answer } from '../domain.ts';
import { AskError, type AskOptions } from './client.ts';
import {
  createTurn,
  historyOf,
  merge,
  type Outcome,
  restore,
  serialize,
  type Turn,
} from './transcript.ts';

export interface ConversationOptions {
  readonly ask: (
    options: Pick<
      AskOptions,
      'question' | 'history' | 'signal' | 'onOpen' | 'onCitation' | 'onText'
    >,
  ) => Promise<Answer>;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'> | undefined;
  readonly storageKey: string;
  readonly onStart: (turn: Turn) => void;
  readonly onGrow: (turn: Turn) => void;
  readonly onEnd: (turn: Turn, outcome: Outcome) => void;
}

export interface Conversation {
  readonly turns: readonly Turn[];
  readonly busy: boolean;
  /** Whether the panel was open when the conversation was stored. */
  open: boolean;
  /**
   * Resolves once there is an outcome; immediately if another answer is still streaming.
   * @param options.fresh the question stands alone: nothing that was said before is sent with it
   */
  ask(question: string, options?: { readonly fresh?: boolean }): Promise<void>;
  stop(): void;
  /** Removes a turn that got no answer, so that its question can be asked again. */
  drop(turn: Turn): void;
  clear(): void;
  save(): void;
}

/** The state of a conversation: one question at a time, stored after every turn. */
export function createConversation({
  ask,
  storage,
  storageKey,
  onStart,
  onGrow,
  onEnd,
}: ConversationOptions): Conversation {
  const restored = restore(stored());
  let turns = restored.turns;
  /** Ids of turns that this page has dropped, so that they do not come back from the storage. */
  const dropped = new Set<string>();
  let clearedAt = restored.clearedAt;
  let current: AbortController | undefined;

  const conversation: Conversation = {
    open: restored.open,
    get turns() {
      return turns;
    },
    get busy() {
      return current !== undefined;
    },
    async ask(question, { fresh = false } = {}) {
      if (current !== undefined) return;
      const controller = new AbortController();
      current = controller;
      const history = fresh ? [] : historyOf(turns);
      const turn = createTurn(question, fresh);
      turns = [...turns, turn];
      onStart(turn);
      const outcome = await outcomeOf(
        ask({
          question,
          history,
          signal: controller.signal,
          onOpen: () => {
            turn.isConnected = true;
          },
          onCitation: (citation) => turn.citations.push(citation),
          onText: (text) => {
            if (controller.signal.aborted) return;
            turn.text += text;
            onGrow(turn);
          },
        }),
        controller.signal,
      );
      if (current === controller) current = undefined;
      turn.outcome = outcome;
      if (outcome.type === 'answered') {
        turn.text = outcome.answer.answer;
        turn.citations = [...outcome.answer.citations];
      }
      if (!turns.includes(turn)) return;
      conversation.save();
      onEnd(turn, outcome);
    },
    stop: () => current?.abort(),
    drop(turn) {
      dropped.add(turn.id);
      turns = turns.filter((other) => other !== turn);
    },
    clear() {
      current?.abort();
      current = undefined;
      turns = [];
      clearedAt = Date.now();
      conversation.save();
    },
    save() {
      try {
        // Another tab may have written since: its turns stay.
        const others = restore(stored());
        clearedAt = Math.max(clearedAt, others.clearedAt);
        const kept = merge(others.turns, turns).filter(
          ({ id, askedAt }) => askedAt >= clearedAt && !dropped.has(id),
        );
        storage?.setItem(storageKey, serialize(kept, conversation.open, clearedAt));
      } catch {
        // Storage is full or blocked: the conversation still works on this page.
      }
    },
  };
  return conversation;

  function stored(): string | null {
    return storage?.getItem(storageKey) ?? null;
  }
}

async function outcomeOf(answer: Promise<Answer>, signal: AbortSignal): Promise<Outcome> {
  try {
    return { type: 'answered', answer: await answer };
  } catch (error) {
    if (signal.aborted) return { type: 'stopped' };
    const failure = error instanceof AskError ? error.failure : ({ kind: 'server' } as const);
    return { type: 'failed', failure };
  }
}
