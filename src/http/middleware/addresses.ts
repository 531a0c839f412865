import type { RequestHandler } from 'express';

/** Interfaces for programs: their clients do not expect to be sent elsewhere, or an error as a page. */
const FOR_PROGRAMS = /^\/(?:api|v1|mcp|healthz|readyz|openapi\.json)(?:\/|$)/;

/** Whether a path belongs to an interface for programs rather than to a page or a file. */
export function isForPrograms(path: string): boolean {
  return FOR_PROGRAMS.test(path);
}

/** The path of an address, without a slash at its end: empty where the service has a host of its own. */
export function pathOf(publicUrl: string | undefined): string {
  return publicUrl === undefined ? '' : new URL(publicUrl).pathname.replace(/\/+$/, '');
}

/**
 * Answers below the path of the public address as at the root: a proxy may take the path off or leave
 * it, and pages may name it. Without the slash at its end that path is not yet below itself.
 */
export function servePublicPath(publicUrl: string | undefined): RequestHandler {
  const path = pathOf(publicUrl);
  return (request, response, next) => {
    if (path === '' || !request.url.startsWith(path)) return next();
    const rest = request.url.slice(path.length);
    if (rest === '' || rest.startsWith('?')) return response.redirect(308, `${path}/${rest}`);
    if (rest.startsWith('/')) request.url = rest;
    next();
  };
}

/**
 * Sends a visitor of "/docs/" to "/docs", where the addresses in the page are right. The address is
 * relative, so that it holds below any path.
 */
export const dropTrailingSlash: RequestHandler = (request, response, next) => {
  const { path } = request;
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const name = /\/([^/]+)\/+$/.exec(path)?.[1];
  if (!isRead || name === undefined || isForPrograms(path)) return next();
  // "/docs//" is two levels deep.
  const up = '../'.repeat(/\/+$/.exec(path)?.[0].length ?? 1);
  const query = request.url.slice(path.length);
  response.redirect(308, `${up}${name}${query}`);
};
