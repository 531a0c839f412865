import { count, duration, grouped } from '../grammar.ts';

/*
 * What callers of the HTTP API and the MCP server read when a request fails: what is wrong, with the
 * value, and what to do. `shown` is a value from outside as `show` in `api/parse.ts` writes it.
 */

/** How error messages refer to the request as a whole. */
export const WHOLE = {
  body: 'The body',
  form: 'The form',
  query: 'The query',
  address: 'The address',
} as const;

/** What is wrong with one field. */
export const FIELD = {
  sentence: (name: string, complaint: string) => `${name} ${complaint}.`,
  missing: (type: string) => `is missing: send ${type}`,
  wrongType: (type: string, shown: string) => `must be ${type}, not ${shown}`,
  notOneOf: (allowed: readonly string[], shown: string) =>
    `must be ${allowed.join(' or ')}, not ${shown}`,
  emptyText: 'is empty: send some text',
  tooFewItems: (least: number) => `must have at least ${count(least, 'item', 'items')}`,
  tooSmall: (least: number, shown: string) => `must be at least ${least}, not ${shown}`,
  tooLong: (length: number, most: number) =>
    `has ${grouped(length)} characters: send at most ${grouped(most)}`,
  tooManyItems: (length: number, most: number) =>
    `has ${grouped(length)} items: send at most ${grouped(most)}`,
  tooBig: (most: number, shown: string) => `must be at most ${grouped(most)}, not ${shown}`,
  noUserMessage:
    'messages has no message with the role "user". The last such message is taken as the question.',
  invalid: (reason: string) => `is invalid: ${reason}`,
};

/** Reasons that follow "is invalid: ". */
export const INVALID = {
  years: 'send a year or a range of years, such as 2018 or 2015-2018',
  yearsReversed: 'put the earlier year first',
  content: 'send a string, or an array of parts such as {"type":"text","text":"…"}',
  message: 'send an object whose role is "user", "assistant", "system", "developer" or "tool"',
  history: 'send the messages as JSON, as the form on the page has them',
  streamOptions: 'send it only with "stream": true',
};

/** JSON types, as in "send a string". */
export const JSON_TYPES: Readonly<Record<string, string>> = {
  array: 'an array',
  int: 'a whole number',
  number: 'a number',
  object: 'a JSON object',
  string: 'a string',
};
/** Values that are too long to be shown. */
export const SHOWN = { array: 'an array', object: 'an object', nothing: 'nothing' };

export const BODY = {
  noContentType: 'The body has no Content-Type. Send application/json.',
  contentType: (shown: string) => `Content-Type ${shown} is not supported. Send application/json.`,
  /** For pages, whose forms are sent by browsers. */
  noForm: (shown: string | undefined, type: string) =>
    `${shown === undefined ? 'The body has no Content-Type' : `Content-Type ${shown} is not supported`}. Send ${type}, as the form on the page does.`,
  charset: (shown: string) =>
    `The charset ${shown} is not supported. Send UTF-8, uncompressed or compressed with gzip, deflate or br.`,
  encoding: (reason: string) =>
    `The body cannot be read: ${reason}. Send UTF-8, uncompressed or compressed with gzip, deflate or br.`,
  notUtf8: (byte: string, position: number) =>
    `The body is not valid UTF-8: byte 0x${byte} at position ${grouped(position)} is not part of a character. Send the text as UTF-8.`,
  notJson: (reason: string) => `The body is not valid JSON: ${reason}. Send one JSON object.`,
  unreadable: (reason: string) => `The body cannot be read: ${reason}. Send one JSON object.`,
  tooLarge: (bytes: number) =>
    `The body is larger than ${grouped(bytes)} bytes. Send fewer or shorter messages.`,
  tooDeep: (levels: number) =>
    `The body is nested more than ${levels} levels deep. Send a flatter one.`,
  tooManyValues: (values: number) =>
    `The body has more than ${grouped(values)} values. Send fewer messages.`,
};

export const HTTP = {
  method: (path: string, method: string, allowed: string) =>
    `${path} does not support ${method}. Use one of: ${allowed}.`,
  badEncoding: (shown: string) =>
    `The address ${shown} has percent-encoding that is not UTF-8. Write a literal "%" as "%25".`,
  noPath: (shown: string) => `The address ${shown} has no path. Start the path with "/".`,
  noHost: 'The request has no Host header. Send the name you use to reach this server.',
  badHost: (shown: string) =>
    `The Host header ${shown} is not a valid host. Send the name you use to reach this server.`,
  expectation: (expected: string | undefined) =>
    `"Expect: ${expected}" is not supported. Send the request without it.`,
  headersTooLarge: 'The headers are too large. Send fewer or shorter ones.',
  timeout: 'The request took too long to arrive. Send it again.',
  unknownMethod: 'There is no such method in HTTP. Use GET or POST.',
  malformed: 'This is not well-formed HTTP/1.1. Check the request and send it again.',
  refused: (title: string) => `The request cannot be handled: ${title}.`,
};

export const NOT_FOUND = {
  route: (path: string) =>
    `There is nothing at ${path}. The API is documented at /docs, and the home page is at /.`,
  source: (shown: string) =>
    `There is no source ${shown}. GET /api/sources lists the ids of all sources.`,
  sourceForTools: (shown: string) =>
    `There is no source ${shown}. The tools search and list_publications return source ids.`,
  resource: (uri: string) =>
    `There is no source at ${uri}. List the resources to see which ones exist.`,
  model: (shown: string, only: string) =>
    `There is no model ${shown}. The only one is "${only}"; chat completions accept any name.`,
};

export const ACCESS = {
  keyRequired:
    'This service requires a key. Send it as "Authorization: Bearer <key>"; the owner of the service can give you one.',
  adminKey:
    'This is for the owner of the service. Send ADMIN_KEY from the settings as "Authorization: Bearer <key>".',
  metrics:
    'Only programs on the machine of the service may read this. Its owner can set ADMIN_KEY and send it as "Authorization: Bearer <key>".',
  keyUnknown: 'This key is unknown or was revoked. Ask the owner of this service for a new one.',
  origin: (origin: string, remedy: string) =>
    `Pages from ${origin} may not use this service. If it is yours: ${remedy}`,
  mcpHost: (shown: string) =>
    `The host ${shown} is not one of the names of this service. If the service is yours: add the name to ALLOWED_HOSTS, or set PUBLIC_URL to the address that visitors use.`,
  mcpOrigin: (shown: string) =>
    `Pages from ${shown} may not use this service. If it is yours: add the origin to ALLOWED_ORIGINS.`,
  /** "… limited to 60 requests per minute" */
  rateLimited: (key: string | undefined, rate: string, waitMs: number) =>
    `Too many requests: ${key === undefined ? 'your address' : `the key ${key}`} is limited to ${rate}. Try again in ${duration(waitMs)}.`,
  batch: (calls: number, most: number) =>
    `The batch has ${grouped(calls)} calls: send at most ${most} at a time.`,
};

/** What to do about a page whose origin is not allowed; it follows the sentence that names the page. */
export const ORIGIN_REMEDY = {
  allow: (origin: string) => `Add ${origin} to ALLOWED_ORIGINS.`,
  serve:
    'Its origin cannot be listed in ALLOWED_ORIGINS; serve the page over http or https, not from a file or a sandbox.',
  unnamed: 'an unnamed origin',
};

export const SERVER = {
  internal: (id: string) =>
    `Something went wrong on the server; your request is not the cause. Try again, and if it keeps failing, give the owner of this site the id ${id}.`,
  internalForTools:
    'Something went wrong on the server; your request is not the cause. Try again in a moment.',
  shuttingDown: 'The server is shutting down. Send the request to another one.',
  journalNotRead: (reason: string) =>
    `The journal cannot be read: ${reason}. The log says what to do.`,
  feedbackNotKept: 'Your feedback could not be saved. Try again later.',
};

/** "60 requests per minute", "1 request per 90 seconds" */
export function rateInWords(requests: number, windowMs: number): string {
  return `${count(requests, 'request', 'requests')} per ${duration(windowMs).replace(/^1 /, '')}`;
}
