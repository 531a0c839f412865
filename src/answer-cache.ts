import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { AnswerEvent, Service } from './domain.ts';

/** Together; an answer has some 10 kB. */
const MAX_CHARACTERS = 10_000_000;
/** "Today" and "the latest" are other ones tomorrow. */
const MAX_AGE_MS = 24 * 3_600_000;

/**
 * The service, which does not make an answer twice. Another index has another service, and so another
 * cache; an answer that fell short of the mode of the service, because a model failed, is not kept.
 * @param max answers that are kept
 */
export function withAnswerCache(service: Service, max: number): Service {
  if (max === 0) return service;
  const answers = new LRUCache<string, readonly AnswerEvent[]>({
    max,
    maxSize: MAX_CHARACTERS,
    sizeCalculation: (events, key) => key.length + JSON.stringify(events).length,
    ttl: MAX_AGE_MS,
  });
  return {
    ...service,
    async *ask(request, signal, record) {
      const { question, history } = request;
      const key = JSON.stringify([question, history]);
      const known = answers.get(key);
      if (known) {
        signal.throwIfAborted();
        for (const event of known) yield withNewId(event);
        return;
      }
      const events: AnswerEvent[] = [];
      for await (const event of service.ask(request, signal, record)) {
        events.push(event);
        if (event.type === 'end' && !event.answer.fallback) answers.set(key, events);
        yield event;
      }
    },
  };
}

/** A rating is for one visitor's answer. */
function withNewId(event: AnswerEvent): AnswerEvent {
  if (event.type !== 'end') return event;
  return { ...event, answer: { ...event.answer, id: randomUUID() } };
}
