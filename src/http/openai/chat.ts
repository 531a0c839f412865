import type { RequestHandler } from 'express';
import { collectAnswer } from '../../api/answer-events.ts';
import { parse } from '../../api/parse.ts';
import type { Citation, Service } from '../../domain.ts';
import { WHOLE } from '../../language/en/templates/problems.ts';
import type { WebOrigin } from '../access/web-origin.ts';
import { disconnectSignal } from '../middleware/disconnect-signal.ts';
import { sendEventStream } from '../middleware/event-stream.ts';
import type { DescribeProblem } from '../middleware/problem.ts';
import { requestIdOf } from '../middleware/request-id.ts';
import { createStopwatch, setServerTiming, withServerTiming } from '../middleware/timing.ts';
import { anchorOf } from '../pages/prose-html.ts';
import { answerTask } from './client-task-answers.ts';
import { readClientTask } from './client-tasks.ts';
import { completionChunks, completionOf } from './completion.ts';
import { openAiError } from './errors.ts';
import { textsOf, toChatRequest } from './request.ts';
import { chatCompletionRequestSchema } from './schemas.ts';

export interface OpenAiChatOptions {
  readonly service: Service;
  /** Does the tasks of clients: nobody asks the questions in them. */
  readonly unrecorded: Service;
  readonly heartbeatMs: number;
  readonly describeProblem: DescribeProblem;
  readonly originOf: WebOrigin;
}

/** `POST /v1/chat/completions`, in the form of OpenAI's API. */
export function openAiChat(options: OpenAiChatOptions): RequestHandler {
  const { service, unrecorded, heartbeatMs, describeProblem, originOf } = options;
  return async (request, response) => {
    const signal = disconnectSignal(response);
    const body = parse(chatCompletionRequestSchema, request.body, WHOLE.body);
    const task = readClientTask(textsOf(body.messages));
    const asked = task === null ? toChatRequest(body.messages) : { question: '', history: [] };
    const stopwatch = createStopwatch();
    const events =
      task === null
        ? service.ask(asked, signal, stopwatch.record)
        : answerTask(task, unrecorded, signal);
    // A citation without a web page links to our page about its source, at the passage.
    const pageOf = ({ url, sourceId, passageId }: Citation) =>
      url ?? `${originOf(request)}/sources/${encodeURIComponent(sourceId)}#${anchorOf(passageId)}`;
    if (!body.stream) {
      const answer = await collectAnswer(events);
      setServerTiming(response, stopwatch);
      response.json(completionOf(asked, answer, pageOf));
      return;
    }
    const includeUsage = body.stream_options?.include_usage ?? false;
    const timed = withServerTiming(events, response, stopwatch);
    const chunks = completionChunks(asked, timed, { pageOf, includeUsage });
    await sendEventStream(response, frames(chunks), {
      signal,
      heartbeatMs,
      failureFrame: (error) =>
        frame(JSON.stringify(openAiError(describeProblem(error, requestIdOf(response))))),
    });
  };
}

async function* frames(chunks: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const chunk of chunks) yield frame(JSON.stringify(chunk));
  yield frame('[DONE]');
}

function frame(data: string): string {
  return `data: ${data}\n\n`;
}
