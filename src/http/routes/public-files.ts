import type { ServerResponse } from 'node:http';
import path from 'node:path';
import express, { type RequestHandler } from 'express';

const A_YEAR_IN_SECONDS = 31_536_000;

/**
 * The files of the pages and the widget. Any site may load the widget and the script for frames; under
 * its hashed name the widget never changes.
 * @param widget its scripts by file name, if the folder has none and is read-only
 */
export function publicFiles(
  publicDir: string,
  widget?: ReadonlyMap<string, Uint8Array>,
): RequestHandler {
  const files = express.static(publicDir, {
    index: false,
    // No redirects (they are HTML) and no ranges (416): the file or nothing.
    redirect: false,
    acceptRanges: false,
    setHeaders: (response, file) => setSharedHeaders(response, path.basename(file)),
  });
  if (widget === undefined) return files;
  return (request, response, next) => {
    const name = request.path.slice(1);
    const script = widget.get(name);
    if (script === undefined || !/^(GET|HEAD)$/.test(request.method)) {
      files(request, response, next);
      return;
    }
    setSharedHeaders(response, name);
    response.type('js').send(Buffer.from(script));
  };
}

function setSharedHeaders(response: ServerResponse, name: string): void {
  if (!/^(?:widget(-\w+)*|frame)\.js$/.test(name)) return;
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
  response.setHeader(
    'Cache-Control',
    name.startsWith('widget-')
      ? `public, max-age=${A_YEAR_IN_SECONDS}, immutable`
      : 'public, max-age=300',
  );
}
