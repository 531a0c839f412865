import { createHmac } from 'node:crypto';
import type { Request, Response } from 'express';
import { isSameSecret } from '../access/admin-key.ts';
import { bearerOf } from '../access/bearer.ts';

const COOKIE = 'admin';
const HOURS = 12;

/** Tells the owner, who has the admin key, from everybody else. */
export interface AdminSession {
  isKey(text: string): boolean;
  /** Whether a request has the key as `Authorization: Bearer`, or the cookie of someone who typed it in. */
  isOwner(request: Request): boolean;
  begin(request: Request, response: Response): void;
  end(request: Request, response: Response): void;
}

/**
 * The cookie has a time and its signature with the key, so that all replicas know it and a new key
 * ends all sessions. It has no path, which makes it one for this address and those below it, also
 * behind a proxy that serves us under a path.
 */
export function adminSession(key: string, publicUrl: string | undefined): AdminSession {
  const isKey = (text: string) => isSameSecret(text, key);
  const signed = (time: string) =>
    `${time}.${createHmac('sha256', key).update(time).digest('base64url')}`;

  function isCookie(text: string): boolean {
    const [time = ''] = text.split('.');
    return isSameSecret(text, signed(time)) && Number(time) > Date.now();
  }

  function set(request: Request, response: Response, value: string, seconds: number): void {
    const secure = isSecure(request, publicUrl) ? '; Secure' : '';
    response.append(
      'Set-Cookie',
      `${COOKIE}=${value}; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure}`,
    );
  }

  return {
    isKey,
    isOwner(request) {
      const bearer = bearerOf(request);
      if (bearer !== undefined) return isKey(bearer);
      const cookies = (request.get('Cookie') ?? '').split(/; */);
      return cookies.some(
        (one) => one.startsWith(`${COOKIE}=`) && isCookie(one.slice(COOKIE.length + 1)),
      );
    },
    begin(request, response) {
      const seconds = HOURS * 3_600;
      set(request, response, signed(String(Date.now() + seconds * 1_000)), seconds);
    },
    end: (request, response) => set(request, response, '', 0),
  };
}

/** Whether the browser reached us by HTTPS, also through a proxy that does not say so. */
function isSecure(request: Request, publicUrl: string | undefined): boolean {
  if (request.secure) return true;
  return publicUrl?.startsWith('https:') === true && new URL(publicUrl).host === request.host;
}
