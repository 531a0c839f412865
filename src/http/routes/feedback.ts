import type { RequestHandler } from 'express';
import { parse } from '../../api/parse.ts';
import { feedbackSchema } from '../../api/schemas.ts';
import type { Feedback } from '../../domain.ts';
import { WHOLE } from '../../language/en/templates/problems.ts';

/** Stores what a visitor thought of an answer. */
export type FeedbackSink = (feedback: Feedback) => void | Promise<void>;

/** `POST /api/feedback` */
export function receiveFeedback(sink: FeedbackSink): RequestHandler {
  return async (request, response) => {
    await sink(parse(feedbackSchema, request.body, WHOLE.body));
    response.status(204).end();
  };
}
