import cors from 'cors';
import type { Request, RequestHandler } from 'express';
import { ServiceError } from '../../errors.ts';

/** What scripts of other sites may read besides the body. */
const EXPOSED = [
  'ETag',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'Server-Timing',
  'WWW-Authenticate',
  'X-Request-Id',
];
/** Browsers may ask anew that seldom whether they may. */
const MAX_AGE_SECONDS = 600;
/** Strangers can invent origins without end; the log is not theirs. */
const MAX_ORIGINS_TOLD = 100;

/**
 * Lets pages of the listed origins ask, and those of our own; all others are refused with
 * `origin-not-allowed`, and the owner is told once per origin what to add. Callers that are no
 * browsers send no `Origin` and are let through.
 */
export function allowOrigins(
  allowed: readonly string[],
  warn: (sentence: string) => void,
): RequestHandler {
  const told = new Set<string>();
  const allow = cors({
    origin: [...allowed],
    methods: ['GET', 'HEAD', 'POST'],
    exposedHeaders: EXPOSED,
    maxAge: MAX_AGE_SECONDS,
  });
  return (request, response, next) => {
    response.vary('Origin');
    const origin = request.get('Origin');
    if (origin === undefined || isOwn(request, origin)) return next();
    if (allowed.includes(origin)) return allow(request, response, next);
    const remedy = remedyFor(origin);
    if (!told.has(origin) && told.size < MAX_ORIGINS_TOLD) {
      told.add(origin);
      warn(`A page of ${nameOf(origin)} was refused. ${remedy}`);
    }
    throw new ServiceError(
      'origin-not-allowed',
      `Pages of ${nameOf(origin)} may not ask here. To the owner of this service: ${remedy}`,
    );
  };
}

/** Browsers tell so; older ones at least name the host that they were led to. */
function isOwn(request: Request, origin: string): boolean {
  if (request.get('Sec-Fetch-Site') === 'same-origin') return true;
  return URL.canParse(origin) && new URL(origin).host === request.host;
}

function remedyFor(origin: string): string {
  return isOrigin(origin)
    ? `Add ${origin} to ALLOWED_ORIGINS.`
    : 'Its origin cannot be listed in ALLOWED_ORIGINS: serve the page over http or https, not from a file or a sandbox.';
}

function nameOf(origin: string): string {
  return isOrigin(origin) ? origin : 'an origin without a name';
}

/** Whether it is written as browsers write an origin of the web. */
function isOrigin(text: string): boolean {
  if (text.length > 300 || !URL.canParse(text)) return false;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && url.origin === text;
}
