import type { Request } from 'express';
import { show } from '../../api/parse.ts';
import { ServiceError } from '../../errors.ts';
import { HTTP } from '../../language/en/templates/problems.ts';

// A name, an IPv4 or an IPv6 address, with an optional port (RFC 3986, section 3.2.2).
const HOST = /^(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/** The address of the service, without a trailing slash. */
export type WebOrigin = (request: Pick<Request, 'host' | 'protocol'>) => string;

/**
 * @param publicUrl as the owner set it; without it, the address of the request is used
 * @throws ServiceError `invalid-request` if the request has no valid host
 */
export function webOrigin(publicUrl: string | undefined): WebOrigin {
  return (request) => {
    if (publicUrl !== undefined) return publicUrl;
    const host: string | undefined = request.host;
    if (host !== undefined && HOST.test(host)) return `${request.protocol}://${host}`;
    throw new ServiceError('invalid-request', host ? HTTP.badHost(show(host)) : HTTP.noHost);
  };
}

/** The relative path from a page to the root, which holds behind a proxy that serves us under a path. */
export function rootFrom({ path }: Pick<Request, 'path'>): string {
  return '../'.repeat((path.match(/\//g)?.length ?? 1) - 1) || './';
}
