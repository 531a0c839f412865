import type { Service, Stage } from '../domain.ts';
import type { Journal } from './journal.ts';

/**
 * The service, whose answers are kept in the journal, whichever interface asks. The end of an answer is
 * given when the journal has it: whoever has a whole answer finds it there.
 */
export function journaled(
  service: Service,
  journal: Pick<Journal, 'record' | 'keepDays'>,
): Service {
  return {
    ...service,
    status: { ...service.status, keepDays: journal.keepDays },
    async *ask(request, signal, record) {
      const askedAt = new Date();
      const started = performance.now();
      const timings: { [stage in Stage]?: number } = {};
      const events = service.ask(request, signal, (stage, milliseconds) => {
        timings[stage] = Math.round((timings[stage] ?? 0) + milliseconds);
        record?.(stage, milliseconds);
      });
      for await (const event of events) {
        if (event.type === 'end') {
          await journal.record({
            answer: event.answer,
            askedAt,
            question: request.question,
            readings: event.readings ?? [],
            milliseconds: performance.now() - started,
            timings,
          });
        }
        yield event;
      }
    },
  };
}
