import { randomUUID } from 'node:crypto';
import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { ErrorRequestHandler } from 'express';
import { InvalidRequest, type Problem } from '../../api/problem.ts';
import { ERROR_STATUS, type ErrorCode, ServiceError } from '../../errors.ts';
import { HTTP, SERVER } from '../../language/en/templates/problems.ts';
import { requestIdOf } from './request-id.ts';

/** Receives failures of the server; `id` is that of the request, which the caller has too. */
export type LogError = (error: unknown, id?: string) => void;

/** The problem to answer with for anything that was thrown. */
export type DescribeProblem = (error: unknown, requestId?: string) => Problem;

/** Failures of the server (5xx) go to `logError`, once; the caller gets only a sentence. */
export function createDescribeProblem(logError: LogError): DescribeProblem {
  return (error, requestId) => ({ ...describe(error, requestId), ...(requestId && { requestId }) });

  function describe(error: unknown, requestId?: string): Problem {
    if (error instanceof ServiceError) {
      if (error.status >= 500) logError(error, requestId);
      const problem = problemOf(error.code, error.message);
      return error instanceof InvalidRequest ? { ...problem, errors: error.errors } : problem;
    }
    const status = statusOfRefusal(error);
    if (status !== undefined) return refusal(status);
    const id = requestId ?? randomUUID();
    logError(error, id);
    return problemOf('internal-error', SERVER.internal(id));
  }
}

export function problemOf(code: ErrorCode, detail: string): Problem {
  const status = ERROR_STATUS[code];
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail, code };
}

export function sendProblem(response: ServerResponse, problem: Problem): void {
  const requestId = requestIdOf(response);
  const body = JSON.stringify({ ...problem, ...(requestId && { requestId }) });
  response
    .writeHead(problem.status, {
      'Content-Type': 'application/problem+json',
      'Content-Length': Buffer.byteLength(body),
    })
    .end(body);
}

/** The one place where errors are answered. */
export function answerErrors(describe: DescribeProblem): ErrorRequestHandler {
  return (error, _request, response, _next) => {
    // The client has disconnected; the error is usually from the work that this stopped.
    if (response.destroyed) return;
    const problem = describe(error, requestIdOf(response));
    if (response.headersSent) response.destroy();
    else sendProblem(response, problem);
  };
}

/** The status of an error with which Express refuses a request, as http-errors creates them. */
function statusOfRefusal(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('status' in error) || !('expose' in error)) return undefined;
  const { status } = error;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}

function refusal(status: number): Problem {
  const entry = Object.entries(ERROR_STATUS).find(([, known]) => known === status);
  const code = (entry?.[0] ?? 'invalid-request') as ErrorCode;
  const title = STATUS_CODES[status] ?? 'Bad Request';
  return { ...problemOf(code, HTTP.refused(title)), title, status };
}
