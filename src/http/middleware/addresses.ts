import type { RequestHandler } from 'express';

/** Interfaces for programs, whose clients expect neither redirects nor error pages. */
const FOR_PROGRAMS = /^\/(?:api|v1|mcp|healthz|readyz|metrics|openapi\.json)(?:\/|$)/;

/** Whether a path belongs to an interface for programs rather than to a page or a file. */
export function isForPrograms(path: string): boolean {
  return FOR_PROGRAMS.test(path);
}

/** The path of an address without a trailing slash; empty if the service is at the root of its host. */
export function pathOf(publicUrl: string | undefined): string {
  return publicUrl === undefined ? '' : new URL(publicUrl).pathname.replace(/\/+$/, '');
}

/**
 * Answers under the path of the public address as at the root, since proxies may strip the path or
 * keep it. Redirects the path itself to the one with a trailing slash, where relative addresses work.
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
 * Redirects "/docs/" to "/docs", where the relative addresses in the page work. The redirect is
 * relative too, so that it holds behind any path.
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
