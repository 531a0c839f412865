import type { IncomingMessage } from 'node:http';
import type {
  Answer,
  ChatModel,
  FallbackReason,
  Feedback,
  Service,
  Stage,
  TokenUsage,
} from '../domain.ts';
import { ModelError } from '../errors.ts';

/** Someone who watches the work, such as a log. All times are of `performance.now()`, in ms. */
export interface Observer {
  /** Must call `proceed`, once and at once: what the request leads to happens within. */
  requestBegan?(request: IncomingMessage, proceed: () => void): void;
  requestEnded?(request: IncomingMessage, ended: EndedRequest): void;
  stageEnded?(stage: Stage, times: Times): void;
  answered?(answer: Answer, times: Times): void;
  callEnded?(call: EndedCall): void;
  rated?(feedback: Feedback): void;
}

export interface Times {
  readonly start: number;
  readonly end: number;
}

export interface EndedRequest extends Times {
  readonly method: string;
  /** The pattern of the route, such as "/sources/:id"; null where there is none. */
  readonly route: string | null;
  readonly status: number;
  readonly id: string | undefined;
  /** Whether the caller left before the end. */
  readonly isAborted: boolean;
}

/** One request to a chat model. */
export interface EndedCall extends Times {
  /** As the settings name it. */
  readonly model: string;
  readonly usage: TokenUsage | null;
  /** Why it failed; null where it did not. */
  readonly fault: FallbackReason | null;
  /** What it cost, where there are prices. */
  readonly cost?: number | undefined;
}

/** The service, its answers watched. */
export function observedService(service: Service, observers: readonly Observer[]): Service {
  if (observers.length === 0) return service;
  return {
    ...service,
    async *ask(request, signal, record) {
      const start = performance.now();
      const stages = mergedStages((stage, times) => {
        for (const observer of observers) observer.stageEnded?.(stage, times);
      });
      const recordBoth: typeof record = (stage, spent) => {
        record?.(stage, spent);
        stages.add(stage, spent);
      };
      for await (const event of service.ask(request, signal, recordBoth)) {
        if (event.type === 'end') {
          stages.end();
          const times = { start, end: performance.now() };
          for (const observer of observers) observer.answered?.(event.answer, times);
        }
        yield event;
      }
    },
  };
}

/**
 * The chat model, its calls watched.
 * @param costOf what a call costs, where prices are known
 */
export function observedModel(
  model: ChatModel,
  observers: readonly Observer[],
  costOf?: (usage: TokenUsage) => number,
): ChatModel {
  if (observers.length === 0) return model;
  return {
    ...model,
    async *generate(prompt, signal, onUsage) {
      const start = performance.now();
      let usage: TokenUsage | null = null;
      let fault: FallbackReason | null = null;
      try {
        yield* model.generate(prompt, signal, (used) => {
          usage = used;
          onUsage?.(used);
        });
      } catch (error) {
        // A visitor who leaves is no fault of the model.
        if (!signal.aborted) {
          fault = error instanceof ModelError ? error.reason : 'provider_failed';
        }
        throw error;
      } finally {
        const cost = usage && costOf?.(usage);
        const times = { start, end: performance.now() };
        const call = { model: model.model, usage, fault, ...times, ...(cost ? { cost } : {}) };
        for (const observer of observers) observer.callEnded?.(call);
      }
    },
  };
}

/** Makes one of the times of a stage that follow each other: makers record theirs one by one. */
function mergedStages(emit: (stage: Stage, times: Times) => void) {
  let current: { stage: Stage; start: number; end: number } | null = null;
  const end = () => {
    if (current) emit(current.stage, current);
    current = null;
  };
  return {
    add(stage: Stage, spent: number) {
      const now = performance.now();
      if (current?.stage === stage) {
        current.end = now;
        return;
      }
      end();
      current = { stage, start: now - spent, end: now };
    },
    end,
  };
}
