import type { ErrorRequestHandler } from 'express';
import type { z } from 'zod';
import type { Problem } from '../../api/problem.ts';
import type { DescribeProblem } from '../middleware/problem.ts';
import { requestIdOf } from '../middleware/request-id.ts';
import type { openAiErrorSchema } from './schemas.ts';

/** A problem in the form of OpenAI's errors. */
export function openAiError(problem: Problem): z.infer<typeof openAiErrorSchema> {
  const { status, detail, code, errors } = problem;
  return {
    error: {
      message: detail,
      type: TYPES[status] ?? (status < 500 ? 'invalid_request_error' : 'server_error'),
      param: parameterOf(errors?.[0]?.pointer ?? ''),
      code: CODES[status] ?? code.replaceAll('-', '_'),
    },
  };
}

/** Answers errors under `/v1` in OpenAI's form. */
export function answerOpenAiErrors(describe: DescribeProblem): ErrorRequestHandler {
  return (error, _request, response, _next) => {
    // The client has disconnected; the error is usually from the work that this stopped.
    if (response.destroyed) return;
    const problem = describe(error, requestIdOf(response));
    if (response.headersSent) response.destroy();
    else response.status(problem.status).json(openAiError(problem));
  };
}

const TYPES: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  403: 'permission_error',
  429: 'rate_limit_error',
};

// OpenAI's names, which clients compare with.
const CODES: Readonly<Record<number, string>> = {
  401: 'invalid_api_key',
  429: 'rate_limit_exceeded',
};

/** "/messages/0/content" is `messages[0].content`. */
function parameterOf(pointer: string): string | null {
  const keys = pointer.split('/').slice(1);
  if (keys.length === 0) return null;
  return keys.reduce((before, key) =>
    /^\d+$/.test(key) ? `${before}[${key}]` : `${before}.${key}`,
  );
}
