import http from 'node:http';
import type { Duplex } from 'node:stream';
import { show } from '../api/parse.ts';
import type { Problem } from '../api/problem.ts';
import { HTTP } from '../language/en/templates/problems.ts';
import { problemOf, sendProblem } from './middleware/problem.ts';

/** How long a request may take to arrive. */
const REQUEST_MS = 60_000;

/**
 * A server for an app, or for what hands each request to one. Requests that never reach Express are
 * answered with a problem too: malformed HTTP, an unsupported `Expect`, an address without a path.
 */
export function createServer(answer: RequestListener): http.Server {
  const takeTurn = createTurns();
  const server = http.createServer({ requestTimeout: REQUEST_MS }, async (request, response) => {
    if (!(await takeTurn(request, response))) return;
    // Called if Express finds no path in the address; by default it would answer in HTML.
    const noPath = () => {
      sendProblem(response, problemOf('invalid-request', HTTP.noPath(show(request.url))));
    };
    answer(request, response, noPath);
  });
  server.on('checkExpectation', (request, response) => {
    const detail = HTTP.expectation(request.headers.expect);
    sendProblem(response, problemOf('expectation-failed', detail));
  });
  server.on('clientError', refuse);
  return server;
}

/** Apps are such functions; their type does not mention that they take a final handler. */
export type RequestListener = (
  request: http.IncomingMessage,
  response: http.ServerResponse,
  final: () => void,
) => void;

/**
 * Lets the requests of a connection begin one after another, so that whoever sends many at once
 * takes nobody else's turn. False if the connection has gone meanwhile.
 */
function createTurns() {
  const last = new WeakMap<Duplex, Promise<void>>();
  return async ({ socket }: http.IncomingMessage, response: http.ServerResponse) => {
    const turn = last.get(socket);
    let end = () => {};
    last.set(
      socket,
      new Promise((resolve) => {
        end = resolve;
      }),
    );
    response.once('close', end);
    await turn;
    // The response to one that has not begun does not hear that the connection has gone.
    if (socket.destroyed) end();
    return !socket.destroyed;
  };
}

function refuse(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = malformedHttp(error.code);
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

function malformedHttp(code: string | undefined): Problem {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return problemOf('headers-too-large', HTTP.headersTooLarge);
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return problemOf('request-timeout', HTTP.timeout);
    case 'HPE_INVALID_METHOD':
      return problemOf('invalid-request', HTTP.unknownMethod);
    default:
      return problemOf('invalid-request', HTTP.malformed);
  }
}
