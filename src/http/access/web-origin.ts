import type { Request } from 'express';
import { show } from '../../api/parse.ts';
import { ServiceError } from '../../errors.ts';

// A name, an IPv4 or an IPv6 address, with a port or without (RFC 3986, section 3.2.2).
const HOST = /^(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/** The address under which the service is reached, without a slash at its end. */
export type WebOrigin = (request: Pick<Request, 'host' | 'protocol'>) => string;

/**
 * @param publicUrl as the owner set it; without it the request tells
 * @throws ServiceError `invalid-request` where the request names no host
 */
export function webOrigin(publicUrl: string | undefined): WebOrigin {
  return (request) => {
    if (publicUrl !== undefined) return publicUrl;
    const host: string | undefined = request.host;
    if (host !== undefined && HOST.test(host)) return `${request.protocol}://${host}`;
    throw new ServiceError(
      'invalid-request',
      `The Host header ${show(host)} names no host. Send the name under which you reach this server.`,
    );
  };
}

/** Leads from a page of ours to the root: relative, so that a proxy may serve all under a path. */
export function rootFrom({ path }: Pick<Request, 'path'>): string {
  return '../'.repeat((path.match(/\//g)?.length ?? 1) - 1) || './';
}
