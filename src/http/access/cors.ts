import cors from 'cors';
import type { Request, RequestHandler } from 'express';
import { ServiceError } from '../../errors.ts';
import { WARNINGS } from '../../language/en/templates/owner-access.ts';
import { ACCESS, ORIGIN_REMEDY } from '../../language/en/templates/problems.ts';

/** Headers that scripts on other sites may read. */
const EXPOSED = [
  'ETag',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'Server-Timing',
  'WWW-Authenticate',
  'X-Request-Id',
];
/** How long browsers may cache the reply to a preflight request. */
const MAX_AGE_SECONDS = 600;
/** Callers can invent any number of origins; this keeps them from flooding the log. */
const MAX_ORIGINS_LOGGED = 100;

/**
 * Admits pages from the listed origins and from our own. All others are refused with
 * `origin-not-allowed`, and the log says once per origin which setting admits it. Callers other than
 * browsers send no `Origin` and are admitted.
 */
export function allowOrigins(
  allowed: readonly string[],
  warn: (sentence: string) => void,
): RequestHandler {
  const logged = new Set<string>();
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
    if (!logged.has(origin) && logged.size < MAX_ORIGINS_LOGGED) {
      logged.add(origin);
      warn(WARNINGS.originRefused(nameOf(origin), remedy));
    }
    throw new ServiceError('origin-not-allowed', ACCESS.origin(nameOf(origin), remedy));
  };
}

/** Browsers send `Sec-Fetch-Site`; older ones send at least the host. */
function isOwn(request: Request, origin: string): boolean {
  if (request.get('Sec-Fetch-Site') === 'same-origin') return true;
  return URL.canParse(origin) && new URL(origin).host === request.host;
}

function remedyFor(origin: string): string {
  return isOrigin(origin) ? ORIGIN_REMEDY.allow(origin) : ORIGIN_REMEDY.serve;
}

function nameOf(origin: string): string {
  return isOrigin(origin) ? origin : ORIGIN_REMEDY.unnamed;
}

/** Whether it is a web origin, written as browsers write it. */
function isOrigin(text: string): boolean {
  if (text.length > 300 || !URL.canParse(text)) return false;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && url.origin === text;
}
