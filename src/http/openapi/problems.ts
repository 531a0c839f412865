import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import type { ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import type { Problem } from '../../api/problem.ts';
import { ERROR_STATUS, type ErrorCode } from '../../errors.ts';
import {
  ACCESS,
  BODY,
  FIELD,
  NOT_FOUND,
  ORIGIN_REMEDY,
  rateInWords,
  SERVER,
} from '../../language/en/templates/problems.ts';
import { MAX_BODY_BYTES } from '../middleware/json-body.ts';
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
    detail: z.string().describe('What is wrong and how to fix it, for people.'),
    code: z.enum(CODES).describe('Identifies the problem, for programs.'),
    errors: z
      .array(
        z.object({
          pointer: z
            .string()
            .describe('JSON Pointer (RFC 6901) to the field; empty for the whole.'),
          detail: z.string(),
        }),
      )
      .readonly()
      .optional()
      .describe('Every invalid field.'),
    requestId: z.string().optional().describe('Same as the header `X-Request-Id`.'),
  })
  .meta({ id: 'Problem', description: 'Problem details (RFC 9457).' });

const EXAMPLES: Partial<Record<ErrorCode, string>> = {
  'invalid-request': FIELD.sentence('question', FIELD.missing('a string')),
  unauthorized: ACCESS.keyRequired,
  'origin-not-allowed': ACCESS.origin(
    'https://example.org',
    ORIGIN_REMEDY.allow('https://example.org'),
  ),
  'rate-limited': ACCESS.rateLimited(undefined, rateInWords(60, 60_000), 42_000),
  'not-found': NOT_FOUND.source('"kite"'),
  'body-too-large': BODY.tooLarge(MAX_BODY_BYTES),
  'unsupported-media-type': BODY.contentType('"text/plain"'),
  'internal-error': SERVER.internal('2b0d7b3d-9a53-4a5b-8c53-0d3c5f4ba7a1'),
  'model-failed': 'The chat model failed. Try again in a moment.',
  'shutting-down': SERVER.shuttingDown,
  'journal-unavailable': SERVER.feedbackNotKept,
};

/** The meaning of each error status. */
const MEANINGS = {
  400: 'The request is invalid; `errors` lists the fields.',
  401: 'A key is required, or the one sent is unknown.',
  403: 'Pages from this origin are not allowed; the detail says which setting allows them.',
  404: 'Not found.',
  413: 'The body is too large.',
  415: 'The media type of the body is not supported.',
  429: 'Too many requests; wait for the number of seconds in `Retry-After`.',
  500: 'Something went wrong on the server. The detail has an id to report.',
  502: 'The chat model failed.',
  503: 'The service is not available right now.',
} as const satisfies Readonly<Record<number, string>>;
export type ProblemStatus = keyof typeof MEANINGS;

/** Statuses that every route can have. */
const COMMON_PROBLEMS: readonly ProblemStatus[] = [400, 500];

const HEADERS_OF: Readonly<Record<number, readonly HeaderName[]>> = {
  401: ['WWW-Authenticate'],
  429: ['RateLimit', 'RateLimit-Policy', 'Retry-After'],
};

const nameOf = (status: string | number) => (STATUS_CODES[status] ?? '').replaceAll(' ', '');

/** The error replies that routes share, by name; those under `/v1` are in OpenAI's form. */
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

/** The error replies of a route: its own, the common ones and those of the access policy. */
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

/** Whether the route counts toward the rate limit, if there is one, or toward that of tries of the admin key. */
export function isLimited(path: string): boolean {
  if (isForOwner(path)) return true;
  return /^\/(api\/(chat|search|feedback)$|v1\/|mcp|ask$|feedback$)/.test(path);
}

/** Routes that never need a key: those before the access policy in `app.ts`. */
const OPEN: readonly string[] = [
  '/',
  '/index.html',
  '/embed',
  '/embed/setup',
  '/docs',
  '/openapi.json',
  '/robots.txt',
  '/healthz',
  '/readyz',
];

/** Whether the route accepts a key. */
export function takesKey(path: string): boolean {
  return !OPEN.includes(path) && !isForOwner(path);
}

/** Whether the route takes the key of the owner. */
export function isForOwner(path: string): boolean {
  return path.startsWith('/admin') || path === '/metrics';
}

function refusals(path: string): ProblemStatus[] {
  return [
    ...(takesKey(path) || isForOwner(path) ? [401 as const] : []),
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
