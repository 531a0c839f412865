import { z } from 'zod';
import type { HeaderName, Tag } from './common.ts';
import type { ProblemStatus } from './problems.ts';

/** What one route takes and gives, for people and machines; see `openapi-routes.ts`. */
export interface RouteDescription {
  readonly method: 'get' | 'post' | 'delete';
  /** As the app writes it: "/api/sources/:id". */
  readonly path: string;
  /** Names the operation in generated clients: camelCase, unique. */
  readonly id: string;
  readonly tag: Tag;
  /** A few words without a full stop; Markdown from here on. */
  readonly summary: string;
  readonly description: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  readonly body?: Content;
  readonly replies: Readonly<Record<number, ReplyDescription>>;
  /** Statuses that are answered with a problem, besides 400 and 500, which every route can give. */
  readonly problems?: readonly ProblemStatus[];
}

export interface ReplyDescription {
  readonly description: string;
  /** By media type. */
  readonly content?: Readonly<Record<string, Content>>;
  /** Names of headers told of in `openapi-common.ts`, besides those that every reply has. */
  readonly headers?: readonly HeaderName[];
}

export interface Content {
  /** Of an event stream: what one event is, as `{ event, data }` with `data` as parsed JSON. */
  readonly schema: z.ZodType;
  /** By name. */
  readonly examples: Readonly<Record<string, unknown>>;
}

/** A reply of 200 in JSON. */
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

/** A page of our own, for people. */
export function pageReply(description: string): ReplyDescription {
  const content = { schema: z.string(), examples: { page: '<!doctype html>…' } };
  return {
    description,
    headers: ['ETag'],
    content: { 'text/html': content },
  };
}
