import type { oas31, ZodOpenApiHeaderObject } from 'zod-openapi';

/** The groups of routes, in the order in which they are shown. */
export const TAGS = {
  Answers: 'Ask a question; get an answer whose every sentence rests on a quote.',
  Sources: 'What the answers are drawn from.',
  Site: 'What a page with the widget needs.',
  Pages: 'For people; none needs a script.',
  Operation: 'Whether the service runs, and how to speak to it.',
} as const;
export type Tag = keyof typeof TAGS;

const text = (description: string, example: string): ZodOpenApiHeaderObject => ({
  description,
  schema: { type: 'string' },
  example,
});

/** Every header worth telling of; a reply names those that it has. */
export const HEADERS = {
  'X-Request-Id': {
    ...text('Names the request in the log. Send your own, and it is kept.', 'a3f1c9'),
    required: true,
  },
  ETag: text('Send it back in `If-None-Match`: 304 if nothing has changed.', 'W/"2f-mWbq0g"'),
  Vary: text('The reply depends on these headers of the request.', 'Accept'),
  'Cache-Control': text('How long the reply may be kept.', 'no-cache'),
  'Content-Security-Policy': text('The page loads nothing from other hosts.', "default-src 'none'"),
  'Server-Timing': text('Milliseconds by stage of the work.', 'embed;dur=3.21, fuse;dur=0.4'),
  RateLimit: text(
    'How many requests are left, and for how many seconds.',
    '"60-in-1min"; r=59; t=60',
  ),
  'RateLimit-Policy': text(
    'How many requests are allowed in how many seconds.',
    '"60-in-1min"; q=60; w=60',
  ),
  'Retry-After': text('Seconds to wait.', '42'),
  'WWW-Authenticate': text('How to send a key.', 'Bearer realm="Ask the Researcher"'),
  'X-Accel-Buffering': text('Keeps proxies from holding the stream back.', 'no'),
} as const satisfies Readonly<Record<string, ZodOpenApiHeaderObject>>;
export type HeaderName = keyof typeof HEADERS;

/** Headers of every reply. */
const COMMON_HEADERS: readonly HeaderName[] = [
  'X-Request-Id',
  'Vary',
  'Cache-Control',
  'Content-Security-Policy',
];

/** Where the document tells of the common headers and of these. */
export function headerRefs(names: readonly HeaderName[] = []): oas31.HeadersObject {
  return Object.fromEntries(
    [...COMMON_HEADERS, ...names].map((name) => [name, { $ref: `#/components/headers/${name}` }]),
  );
}
