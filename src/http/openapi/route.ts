import { z } from 'zod';
import type { HeaderName, Tag } from './common.ts';
import type { ProblemStatus } from './problems.ts';

/** The documentation of one route; all of them are in `routes.ts`. */
export interface RouteDescription {
  readonly method: 'get' | 'post' | 'delete';
  /** As in the app: "/api/sources/:id" */
  readonly path: string;
  /** The name of the operation in generated clients: camelCase, unique. */
  readonly id: string;
  readonly tag: Tag;
  /** A few words without a period. This and the description are Markdown. */
  readonly summary: string;
  readonly description: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  readonly body?: Content;
  /** The media type of the body, JSON by default. */
  readonly bodyType?: string;
  readonly replies: Readonly<Record<number, ReplyDescription>>;
  /** Error statuses, besides 400 and 500, which every route can have. */
  readonly problems?: readonly ProblemStatus[];
}

export interface ReplyDescription {
  readonly description: string;
  /** By media type. */
  readonly content?: Readonly<Record<string, Content>>;
  /** Names of headers in `common.ts`, besides those that every reply has. */
  readonly headers?: readonly HeaderName[];
}

export interface Content {
  /** For an event stream, the schema of one event: `{ event, data }` with `data` as parsed JSON. */
  readonly schema: z.ZodType;
  /** By name. */
  readonly examples: Readonly<Record<string, unknown>>;
}

/** A 200 reply in JSON. */
export function jsonReply(
  description: string,
  schema: z.ZodType,
  example: unknown,
  headers: readonly HeaderName[] = ['ETag'],
): RouteDescription['replies'] {
  return {
    200: {
      description,
      headers,
      content: { 'application/json': { schema, examples: { example } } },
    },
  };
}

/** A page for people. */
export function pageReply(description: string): ReplyDescription {
  const content = { schema: z.string(), examples: { page: '<!doctype html>…' } };
  return {
    description,
    headers: ['ETag'],
    content: { 'text/html': content },
  };
}
