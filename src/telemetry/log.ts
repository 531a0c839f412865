import type { Observer } from './observer.ts';

/** Where the service says what happens to it. */
export interface Log {
  info(sentence: string, fields?: object): void;
  warn(sentence: string, fields?: object): void;
  /** @param error what was thrown, if anything */
  error(sentence: string, error?: unknown, fields?: object): void;
}

/** For people: sentences alone. */
export const textLog: Log = {
  info: (sentence) => console.log(sentence),
  warn: (sentence) => console.warn(sentence),
  error: (sentence, error) =>
    console.error(...(error === undefined ? [sentence] : [sentence, error])),
};

/** For programs: a line of JSON for each event, on stdout. */
export async function openJsonLog(): Promise<Log> {
  // Loaded only when used.
  const { pino, stdTimeFunctions } = await import('pino');
  const logger = pino({
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (level) => ({ level }) },
  });
  return {
    info: (sentence, fields = {}) => logger.info(fields, sentence),
    warn: (sentence, fields = {}) => logger.warn(fields, sentence),
    error: (sentence, error, fields = {}) => logger.error({ ...fields, err: error }, sentence),
  };
}

/** Health checks and the like come every few seconds. */
const UNLOGGED = ['/healthz', '/readyz', '/metrics'];

/** Logs each request and each answer, with nothing of the visitor but, if asked for, the question. */
export function logObserver(log: Log, options: { readonly logsQuestions: boolean }): Observer {
  return {
    requestEnded(_request, { method, route, status, id, isAborted, start, end }) {
      if (route !== null && UNLOGGED.includes(route)) return;
      const aborted = isAborted ? { aborted: true } : {};
      log.info('request', { method, route, status, ms: rounded(end - start), id, ...aborted });
    },
    answered({ id, status, reason, mode, fallback, question, citations }, { start, end }) {
      const sources = [...new Set(citations.map(({ sourceId }) => sourceId))];
      const told = { status, reason, mode, fallback, sources, ms: rounded(end - start) };
      const asked = options.logsQuestions ? { question } : {};
      log.info('answer', { answer: id, ...told, ...asked });
    },
    rated({ answerId, rating, reasons }) {
      log.info('rating', { answer: answerId, rating, reasons });
    },
    callEnded({ model, usage, fault, cost, start, end }) {
      log.info('model', {
        model,
        ...usage,
        fault: fault ?? undefined,
        cost,
        ms: rounded(end - start),
      });
    },
  };
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}
