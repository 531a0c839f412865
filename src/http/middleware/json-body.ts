import { isUtf8 } from 'node:buffer';
import express, { type Request, type RequestHandler } from 'express';
import { show } from '../../api/parse.ts';
import { MAX_MESSAGE_LENGTH, MAX_MESSAGES, MAX_QUESTION_LENGTH } from '../../api/schemas.ts';
import { ServiceError } from '../../errors.ts';
import { BODY } from '../../language/en/templates/problems.ts';
import { shapeProblem } from './json-shape.ts';

// A UTF-16 code unit takes at most 6 bytes of JSON, escaped as \uXXXX (3 as plain UTF-8).
const BYTES_PER_CHARACTER = 6;
const BYTES_FOR_STRUCTURE = 28_000;

/** The largest body in bytes after decompression, 1,000,000: whatever the schema accepts fits. */
export const MAX_BODY_BYTES =
  (MAX_MESSAGES * MAX_MESSAGE_LENGTH + MAX_QUESTION_LENGTH) * BYTES_PER_CHARACTER +
  BYTES_FOR_STRUCTURE;

const readBytes = express.raw({ limit: MAX_BODY_BYTES, type: () => true });

/** Reads a JSON body into `request.body` and refuses other types; a missing body is left to the schema. */
export const readJson: RequestHandler = (request, response, next) => {
  const type = request.get('Content-Type');
  // Null if there is no body.
  if (request.is('*/*') === null && type === undefined) return next();
  if (mediaTypeOf(type) !== 'application/json') {
    throw new ServiceError(
      'unsupported-media-type',
      type === undefined ? BODY.noContentType : BODY.contentType(show(type)),
    );
  }
  const charset = charsetOf(type ?? '');
  if (charset !== undefined && !isUtf8Name(charset)) {
    throw new ServiceError('unsupported-media-type', BODY.charset(show(charset)));
  }
  readBytes(request, response, (error?: unknown) => {
    if (error !== undefined) return next(translated(error));
    try {
      request.body = bodyOf(request);
    } catch (refusal) {
      return next(refusal);
    }
    next();
  });
};

/** @throws ServiceError `invalid-request` */
function bodyOf({ body }: Request): unknown {
  if (!Buffer.isBuffer(body) || body.length === 0) return {};
  if (!isUtf8(body)) {
    const position = firstInvalidByte(body);
    const byte = (body[position] ?? 0).toString(16).toUpperCase().padStart(2, '0');
    throw new ServiceError('invalid-request', BODY.notUtf8(byte, position));
  }
  const problem = shapeProblem(body);
  if (problem !== null) throw new ServiceError('invalid-request', problem);
  try {
    // The decoder drops a byte order mark.
    return JSON.parse(new TextDecoder().decode(body));
  } catch (error) {
    throw new ServiceError('invalid-request', BODY.notJson((error as Error).message), {
      cause: error,
    });
  }
}

export function mediaTypeOf(type: string | undefined): string | undefined {
  return type?.split(';', 1)[0]?.trim().toLowerCase();
}

function charsetOf(type: string): string | undefined {
  const [, quoted, single, bare] =
    /;\s*charset\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s;]*))/i.exec(type) ?? [];
  return quoted ?? single ?? bare;
}

/** Any name of UTF-8 in the IANA registry and the WHATWG standard, or of ASCII, which is a subset. */
function isUtf8Name(charset: string): boolean {
  const name = charset.toLowerCase().replace(/[\s_-]/g, '');
  return /^(?:cs)?(?:utf8|utf8bom|x?unicode\d*utf8|unicode11utf8|(?:us)?ascii)$/.test(name);
}

/** The first byte that does not survive decoding and encoding. */
function firstInvalidByte(bytes: Buffer): number {
  const rewritten = Buffer.from(bytes.toString('utf8'));
  let position = 0;
  while (bytes[position] === rewritten[position] && position < bytes.length) position++;
  return position;
}

/** The errors of body-parser in our own words. */
export function translated(error: unknown): unknown {
  if (!(error instanceof Error) || !('status' in error)) return error;
  switch (error.status) {
    case 413:
      return new ServiceError('body-too-large', BODY.tooLarge(MAX_BODY_BYTES), { cause: error });
    case 415:
      return new ServiceError('unsupported-media-type', BODY.encoding(error.message), {
        cause: error,
      });
    case 400:
      return new ServiceError('invalid-request', BODY.unreadable(error.message), { cause: error });
    default:
      return error;
  }
}
