import type { RequestHandler } from 'express';
import type { Service } from '../domain.ts';
import { answerFrames, collectAnswer, errorFrame } from './answer-events.ts';
import { sendEventStream } from './event-stream.ts';
import { parse } from './parse.ts';
import type { DescribeProblem } from './problem.ts';
import { readerSignal } from './reader-signal.ts';
import { chatRequestSchema } from './schemas.ts';

export interface ChatOptions {
  readonly service: Service;
  readonly heartbeatMs: number;
  readonly describeProblem: DescribeProblem;
}

/** `POST /api/chat`: JSON, or server-sent events where `Accept` prefers them; an `Accept` of neither gets JSON too. */
export function chat({ service, heartbeatMs, describeProblem }: ChatOptions): RequestHandler {
  return async (request, response) => {
    const signal = readerSignal(response);
    const events = service.ask(parse(chatRequestSchema, request.body, 'The body'), signal);
    response.vary('Accept');
    if (request.accepts('application/json', 'text/event-stream') !== 'text/event-stream') {
      response.json(await collectAnswer(events));
      return;
    }
    await sendEventStream(response, answerFrames(events), {
      signal,
      heartbeatMs,
      failureFrame: (error) => errorFrame(describeProblem(error)),
    });
  };
}
