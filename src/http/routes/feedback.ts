import type { RequestHandler } from 'express';
import { parse } from '../../api/parse.ts';
import { feedbackSchema } from '../../api/schemas.ts';
import type { Feedback } from '../../domain.ts';

/** Keeps what a visitor thought of an answer. */
export type FeedbackSink = (feedback: Feedback) => void | Promise<void>;

/** `POST /api/feedback` */
export function takeFeedback(keep: FeedbackSink): RequestHandler {
  return async (request, response) => {
    await keep(parse(feedbackSchema, request.body, 'The body'));
    response.status(204).end();
  };
}
