import { isIP } from 'node:net';
import type { Request, RequestHandler } from 'express';

/**
 * Normalizes the headers of proxies before Express reads them. Removes the ports that some proxies
 * append to addresses in `X-Forwarded-For`. Drops `X-Forwarded-Host` and `X-Forwarded-Proto`: anyone
 * can send them, and `PUBLIC_URL` is the setting for the address of the service.
 */
export const normalizeForwarded: RequestHandler = (request, _response, next) => {
  delete request.headers['x-forwarded-host'];
  delete request.headers['x-forwarded-proto'];
  const forwarded = request.headers['x-forwarded-for'];
  if (forwarded !== undefined) {
    request.headers['x-forwarded-for'] = [forwarded]
      .flat()
      .join(',')
      .split(',')
      .map((entry) => addressIn(entry) ?? entry.trim())
      .join(', ');
  }
  next();
};

/** The address that a request is counted for: the one a trusted proxy reports, else the connection's. */
export function callerAddress({ ip, socket }: Pick<Request, 'ip' | 'socket'>): string {
  return addressIn(ip ?? '') ?? addressIn(socket.remoteAddress ?? '') ?? 'unknown';
}

/**
 * The IP address in an entry such as `203.0.113.9:51001`, `"[2001:db8::7]:443"` or `fe80::1%eth0`, in
 * canonical form; an IPv4 address mapped into IPv6 becomes that IPv4 address. Null for anything else.
 */
export function addressIn(entry: string): string | null {
  const bare = entry
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .slice(0, 100);
  const [, bracketed, plain] =
    /^\[([^\]]*)\](?::\d{1,5})?$/.exec(bare) ?? /^()(\d+\.\d+\.\d+\.\d+):\d{1,5}$/.exec(bare) ?? [];
  const address = (bracketed || plain || bare).replace(/%.*$/, '');
  if (isIP(address) !== 6) return isIP(address) === 4 && bracketed !== address ? address : null;
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/.exec(canonical) ?? [];
  if (high === undefined || low === undefined) return canonical;
  const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [a >> 8, a & 255, b >> 8, b & 255].join('.');
}
