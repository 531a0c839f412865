import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import type { ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import type { Problem } from '../../api/problem.ts';
import { ERROR_STATUS, type ErrorCode } from '../../errors.ts';
import { problemOf } from '../middleware/problem.ts';
import { openAiError } from '../openai/errors.ts';
import { openAiErrorSchema } from '../openai/schemas.ts';
import { type HeaderName, headerRefs } from './common.ts';

const CODES = Object.keys(ERROR_STATUS) as [ErrorCode, ...ErrorCode[]];

export const problemSchema = z
  .object({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('What is wrong and what to do, for people.'),
    code: z.enum(CODES).describe('Tells problems apart, for programs.'),
    errors: z
      .array(
        z.object({
          pointer: z.string().describe('JSON Pointer (RFC 6901) to the field; empty: the whole.'),
          detail: z.string(),
        }),
      )
      .readonly()
      .optional()
      .describe('Each field that does not fit.'),
    requestId: z.string().optional().describe('As in the header `X-Request-Id`.'),
  })
  .meta({ id: 'Problem', description: 'Problem details (RFC 9457).' });

const EXAMPLES: Partial<Record<ErrorCode, string>> = {
  'invalid-request': 'question is missing: send a string.',
  unauthorized: 'A key is needed. Send it as "Authorization: Bearer <key>".',
  'origin-not-allowed':
    'Pages of https://example.org may not ask here. To the owner of this service: Add https://example.org to ALLOWED_ORIGINS.',
  'rate-limited': 'That were more than 60 requests in 1 minute. Try again in 42 seconds.',
  'not-found': 'There is no source "kite". GET /api/sources lists the ids of all sources.',
  'body-too-large': 'The body is larger than 1,000,000 bytes. Send fewer or shorter messages.',
  'unsupported-media-type': 'Content-Type "text/plain" is not supported. Send application/json.',
  'internal-error':
    'Something failed on the server, not in your request. Try again; if it fails again, tell the owner of this site the id 2b0d7b3d-9a53-4a5b-8c53-0d3c5f4ba7a1.',
  'model-failed': 'The chat model failed. Try again in a moment.',
  'shutting-down': 'The server is shutting down. Send the request to another one.',
};

/** A problem of each status, and what it means. */
const MEANINGS = {
  400: 'The request does not fit: `errors` names each field.',
  401: 'The key is not known, or one is needed.',
  403: 'Pages of this origin may not ask: the detail tells the owner what to set.',
  404: 'There is no such thing.',
  413: 'The body is too large.',
  415: 'The body is of a kind that is not read.',
  429: 'Too many requests: wait for as many seconds as `Retry-After` says.',
  500: 'Something failed on the server. The detail has an id for its owner.',
  502: 'A model behind the service failed.',
  503: 'The service cannot answer now.',
} as const satisfies Readonly<Record<number, string>>;
export type ProblemStatus = keyof typeof MEANINGS;

/** Statuses that every route can give. */
const COMMON_PROBLEMS: readonly ProblemStatus[] = [400, 500];

const HEADERS_OF: Readonly<Record<number, readonly HeaderName[]>> = {
  401: ['WWW-Authenticate'],
  429: ['RateLimit', 'RateLimit-Policy', 'Retry-After'],
};

const nameOf = (status: string | number) => (STATUS_CODES[status] ?? '').replaceAll(' ', '');

/** The replies that routes share, by name: those under `/v1` are in OpenAI's form. */
export const PROBLEM_REPLIES: Record<string, ZodOpenApiResponseObject> = Object.fromEntries(
  Object.entries(MEANINGS).flatMap(([status, description]) => {
    const headers = headerRefs(HEADERS_OF[Number(status)]);
    const problems = examples(Number(status));
    const errors = Object.entries(problems).map(([code, { value }]) => [
      code,
      { value: openAiError(value) },
    ]);
    const ours = { schema: problemSchema, examples: problems };
    const openAi = { schema: openAiErrorSchema, examples: Object.fromEntries(errors) };
    return [
      [nameOf(status), { description, headers, content: { 'application/problem+json': ours } }],
      [
        `OpenAi${nameOf(status)}`,
        {
          description,
          headers: { ...headers, ...headerRefs(['ETag']) },
          content: { 'application/json': openAi },
        },
      ],
    ];
  }),
);

/** The replies to the route's own problems, those that every route can have, and those of `access-policy.ts`. */
export function problemReplies(
  path: string,
  statuses: readonly ProblemStatus[],
): ZodOpenApiResponsesObject {
  const form = path.startsWith('/v1/') ? 'OpenAi' : '';
  return Object.fromEntries(
    [...COMMON_PROBLEMS, ...statuses, ...refusals(path)].map((status) => [
      status,
      { $ref: `#/components/responses/${form}${nameOf(status)}` },
    ]),
  );
}

/** Whether a rate limit, if there is one, counts the requests of the route. */
export function isLimited(path: string): boolean {
  return /^\/(api\/(chat|search)$|v1\/|mcp|ask$)/.test(path);
}

/** Routes that tell nothing of the corpus: those before the access policy in `app.ts`. */
const OPEN: readonly string[] = [
  '/',
  '/index.html',
  '/docs',
  '/openapi.json',
  '/robots.txt',
  '/healthz',
  '/readyz',
];

/** Whether the route takes a key, if the owner gives keys out. */
export function takesKey(path: string): boolean {
  return !OPEN.includes(path);
}

function refusals(path: string): ProblemStatus[] {
  return [
    ...(takesKey(path) ? [401 as const] : []),
    ...(/^\/(api|v1)\//.test(path) ? [403 as const] : []),
    ...(isLimited(path) ? [429 as const] : []),
  ];
}

function examples(status: number): Record<string, { value: Problem }> {
  return Object.fromEntries(
    CODES.flatMap((code) => {
      const detail = EXAMPLES[code];
      return ERROR_STATUS[code] === status && detail !== undefined
        ? [[code, { value: problemOf(code, detail) }]]
        : [];
    }),
  );
}
