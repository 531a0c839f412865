import type { RequestHandler } from 'express';
import { answerFrames, collectAnswer, errorFrame } from '../../api/answer-events.ts';
import { parse } from '../../api/parse.ts';
import { chatRequestSchema } from '../../api/schemas.ts';
import type { Service } from '../../domain.ts';
import { WHOLE } from '../../language/en/templates/problems.ts';
import { disconnectSignal } from '../middleware/disconnect-signal.ts';
import { sendEventStream } from '../middleware/event-stream.ts';
import type { DescribeProblem } from '../middleware/problem.ts';
import { requestIdOf } from '../middleware/request-id.ts';
import { createStopwatch, setServerTiming, withServerTiming } from '../middleware/timing.ts';

export interface ChatOptions {
  readonly service: Service;
  readonly heartbeatMs: number;
  readonly describeProblem: DescribeProblem;
}

/** `POST /api/chat`: server-sent events if `Accept` prefers them, otherwise JSON. */
export function chat({ service, heartbeatMs, describeProblem }: ChatOptions): RequestHandler {
  return async (request, response) => {
    const signal = disconnectSignal(response);
    const question = parse(chatRequestSchema, request.body, WHOLE.body);
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
