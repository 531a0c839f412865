import type { Request } from 'express';

/** What the caller sent as `Authorization: Bearer <key>`, if anything. */
export function bearerOf(request: Request): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(request.get('Authorization') ?? '')?.[1];
}
