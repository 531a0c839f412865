import type { RequestHandler } from 'express';
import { parse } from '../../api/parse.ts';
import { feedbackSchema } from '../../api/schemas.ts';
import type { Feedback } from '../../domain.ts';
import { ServiceError } from '../../errors.ts';
import { WHOLE } from '../../language/en/templates/problems.ts';
import { problemOf, sendProblem } from '../middleware/problem.ts';

/**
 * Stores what a visitor thought of an answer.
 * @throws ServiceError `journal-unavailable` if it is not stored
 */
export type FeedbackSink = (feedback: Feedback) => void | Promise<void>;

/** `POST /api/feedback` */
export function receiveFeedback(sink: FeedbackSink): RequestHandler {
  return async (request, response) => {
    const feedback = parse(feedbackSchema, request.body, WHOLE.body);
    try {
      await sink(feedback);
    } catch (error) {
      if (!(error instanceof ServiceError) || error.code !== 'journal-unavailable') throw error;
      // Sent instead of thrown, since the journal itself says in the log that it fails, once.
      sendProblem(response, problemOf(error.code, error.message));
      return;
    }
    response.status(204).end();
  };
}
