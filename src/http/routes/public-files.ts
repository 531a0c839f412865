import path from 'node:path';
import express, { type RequestHandler } from 'express';

const A_YEAR_IN_SECONDS = 31_536_000;

/**
 * The files of the demo page and the widget. The widget may be loaded by every site; under its hashed
 * name it never changes.
 */
export function publicFiles(publicDir: string): RequestHandler {
  return express.static(publicDir, {
    index: false,
    // Without redirects (HTML) and ranges (416) it gives the file or nothing.
    redirect: false,
    acceptRanges: false,
    setHeaders(response, file) {
      const name = path.basename(file);
      if (!/^widget(-\w+)?\.js$/.test(name)) return;
      response.setHeader('Access-Control-Allow-Origin', '*');
      response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
      response.setHeader(
        'Cache-Control',
        name === 'widget.js'
          ? 'public, max-age=300'
          : `public, max-age=${A_YEAR_IN_SECONDS}, immutable`,
      );
    },
  });
}
