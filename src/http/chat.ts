import type { RequestHandler } from 'express';
import type { Service } from '../domain.ts';
import { answerFrames, collectAnswer, errorFrame } from './answer-events.ts';
import { sendEventStream } from './event-stream.ts';
import { parse } from './parse.ts';
import type { DescribeProblem } from './problem.ts';
import { readerSignal } from './reader-signal.ts';
import { requestIdOf } from './request-id.ts';
import { chatRequestSchema } from './schemas.ts';
import { createStopwatch, setServerTiming, withServerTiming } from './timing.ts';

export interface ChatOptions {
  readonly service: Service;
  readonly heartbeatMs: number;
  readonly describeProblem: DescribeProblem;
}

/** `POST /api/chat`: JSON, or server-sent events where `Accept` prefers them; an `Accept` of neither gets JSON too. */
export function chat({ service, heartbeatMs, describeProblem }: ChatOptions): RequestHandler {
  return async (request, response) => {
    const signal = readerSignal(response);
    const question = parse(chatRequestSchema, request.body, 'The body');
    const stopwatch = createStopwatch();
    const events = service.ask(question, signal, stopwatch.record);
    response.vary('Accept');
    if (request.accepts('application/json', 'text/event-stream') !== 'text/event-stream') {
      const answer = await collectAnswer(events);
      setServerTiming(response, stopwatch);
      response.json(answer);
      return;
    }
    const timed = withServerTiming(events, response, stopwatch);
    await sendEventStream(response, answerFrames(timed, stopwatch.timings), {
      signal,
      heartbeatMs,
      failureFrame: (error) => errorFrame(describeProblem(error, requestIdOf(response))),
    });
  };
}
