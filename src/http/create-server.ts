import http from 'node:http';
import type { Duplex } from 'node:stream';
import type { Express } from 'express';
import { show } from '../api/parse.ts';
import type { Problem } from '../api/problem.ts';
import { problemOf, sendProblem } from './middleware/problem.ts';

/**
 * A server for the app that answers with a problem also what never reaches Express:
 * broken HTTP, an `Expect` it cannot meet, an address that is none.
 */
export function createServer(app: Express): http.Server {
  const server = http.createServer((request, response) => {
    // Called where Express finds no path in the address; its own last word would be HTML.
    const noPath = () => {
      const detail = `The address ${show(request.url)} has no path. Begin it with "/".`;
      sendProblem(response, problemOf('invalid-request', detail));
    };
    // `handle` takes the last word as an argument, which the type of an app does not tell.
    (app as unknown as Handle)(request, response, noPath);
  });
  server.on('checkExpectation', (request, response) => {
    const detail = `"Expect: ${request.headers.expect}" cannot be met. Send the request without it.`;
    sendProblem(response, problemOf('expectation-failed', detail));
  });
  server.on('clientError', refuse);
  return server;
}

type Handle = (
  request: http.IncomingMessage,
  response: http.ServerResponse,
  last: () => void,
) => void;

function refuse(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = brokenHttp(error.code);
  const body = JSON.stringify(problem);
  socket.end(
    [
      `HTTP/1.1 ${problem.status} ${problem.title}`,
      'Content-Type: application/problem+json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

function brokenHttp(code: string | undefined): Problem {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return problemOf(
        'headers-too-large',
        'The headers are too large. Send fewer or shorter ones.',
      );
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return problemOf('request-timeout', 'The request did not arrive in time. Send it again.');
    case 'HPE_INVALID_METHOD':
      return problemOf('invalid-request', 'HTTP has no such method. Use GET or POST.');
    default:
      return problemOf('invalid-request', 'This is not well-formed HTTP/1.1. Send it again.');
  }
}
