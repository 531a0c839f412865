import type { oas31, ZodOpenApiHeaderObject } from 'zod-openapi';

/** The groups of routes, in the order of the documentation. */
export const TAGS = {
  Answers: 'Ask a question and get an answer in which a quote supports every sentence.',
  Sources: 'What the answers are based on.',
  Site: 'For pages with the widget.',
  Pages: 'For people; they work without scripts.',
  Operation: 'Health checks, and this description.',
} as const;
export type Tag = keyof typeof TAGS;

const text = (description: string, example: string): ZodOpenApiHeaderObject => ({
  description,
  schema: { type: 'string' },
  example,
});

/** Every documented header; each reply lists those that it has. */
export const HEADERS = {
  'X-Request-Id': {
    ...text('Identifies the request in the log. You can send your own.', 'a3f1c9'),
    required: true,
  },
  ETag: text('Send it back in `If-None-Match` to get 304 if nothing has changed.', 'W/"2f-mWbq0g"'),
  Vary: text('The request headers that the reply depends on.', 'Accept'),
  'Cache-Control': text('How long the reply may be cached.', 'no-cache'),
  'Content-Security-Policy': text('The page loads nothing from other hosts.', "default-src 'none'"),
  'Server-Timing': text('Milliseconds spent in each stage.', 'embed;dur=3.21, fuse;dur=0.4'),
  RateLimit: text(
    'How many requests are left, and the seconds until the limit resets.',
    '"60-in-1min"; r=59; t=60',
  ),
  'RateLimit-Policy': text(
    'How many requests are allowed per how many seconds.',
    '"60-in-1min"; q=60; w=60',
  ),
  Location: text('Where to go.', 'publications?year=2023'),
  'Retry-After': text('Seconds to wait before trying again.', '42'),
  'WWW-Authenticate': text('How to send a key.', 'Bearer realm="Ask the Researcher"'),
  'X-Accel-Buffering': text('Keeps proxies from buffering the stream.', 'no'),
} as const satisfies Readonly<Record<string, ZodOpenApiHeaderObject>>;
export type HeaderName = keyof typeof HEADERS;

/** Headers of every reply. */
const COMMON_HEADERS: readonly HeaderName[] = [
  'X-Request-Id',
  'Vary',
  'Cache-Control',
  'Content-Security-Policy',
];

/** References to the common headers and to these. */
export function headerRefs(names: readonly HeaderName[] = []): oas31.HeadersObject {
  return Object.fromEntries(
    [...COMMON_HEADERS, ...names].map((name) => [name, { $ref: `#/components/headers/${name}` }]),
  );
}
