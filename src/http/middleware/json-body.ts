import { isUtf8 } from 'node:buffer';
import express, { type Request, type RequestHandler } from 'express';
import { show } from '../../api/parse.ts';
import { MAX_MESSAGE_LENGTH, MAX_MESSAGES, MAX_QUESTION_LENGTH } from '../../api/schemas.ts';
import { ServiceError } from '../../errors.ts';
import { shapeProblem } from './json-shape.ts';

// A UTF-16 code unit takes at most 6 bytes of JSON, escaped as \uXXXX (3 as plain UTF-8).
const BYTES_PER_CHARACTER = 6;
const BYTES_FOR_STRUCTURE = 28_000;

/** The largest body in bytes, unpacked: everything within the schema's bounds fits. 1,000,000. */
export const MAX_BODY_BYTES =
  (MAX_MESSAGES * MAX_MESSAGE_LENGTH + MAX_QUESTION_LENGTH) * BYTES_PER_CHARACTER +
  BYTES_FOR_STRUCTURE;

const readBytes = express.raw({ limit: MAX_BODY_BYTES, type: () => true });

/** Reads a JSON body into `request.body`; any other kind is refused, an absent body is left to the schema. */
export const readJson: RequestHandler = (request, response, next) => {
  const type = request.get('Content-Type');
  // Null where there is no body.
  if (request.is('*/*') === null && type === undefined) return next();
  if (mediaTypeOf(type) !== 'application/json') {
    throw new ServiceError(
      'unsupported-media-type',
      `${type === undefined ? 'The body has no Content-Type' : `Content-Type ${show(type)} is not supported`}. Send application/json.`,
    );
  }
  const charset = charsetOf(type ?? '');
  if (charset !== undefined && !isNameOfUtf8(charset)) {
    throw new ServiceError(
      'unsupported-media-type',
      `The body cannot be read: unsupported charset ${show(charset)}. Send UTF-8, plain or packed with gzip, deflate or br.`,
    );
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

/** @throws ServiceError `invalid-request` that says why the bytes are not read */
function bodyOf({ body }: Request): unknown {
  if (!Buffer.isBuffer(body) || body.length === 0) return {};
  if (!isUtf8(body)) {
    const position = firstInvalidByte(body);
    const byte = body[position]?.toString(16).toUpperCase().padStart(2, '0');
    throw new ServiceError(
      'invalid-request',
      `The body is not UTF-8: byte 0x${byte} at position ${position.toLocaleString('en')} belongs to no character. Send the text in UTF-8.`,
    );
  }
  const problem = shapeProblem(body);
  if (problem !== null) throw new ServiceError('invalid-request', problem);
  try {
    // A byte order mark is no part of the text.
    return JSON.parse(new TextDecoder().decode(body));
  } catch (error) {
    throw new ServiceError(
      'invalid-request',
      `The body cannot be read as JSON: ${(error as Error).message}. Send one JSON object.`,
      { cause: error },
    );
  }
}

function mediaTypeOf(type: string | undefined): string | undefined {
  return type?.split(';', 1)[0]?.trim().toLowerCase();
}

function charsetOf(type: string): string | undefined {
  const [, quoted, single, bare] =
    /;\s*charset\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s;]*))/i.exec(type) ?? [];
  return quoted ?? single ?? bare;
}

/** By its names in the registry and in the WHATWG standard, with and without marks; ASCII is part of it. */
function isNameOfUtf8(charset: string): boolean {
  const name = charset.toLowerCase().replace(/[\s_-]/g, '');
  return /^(?:cs)?(?:utf8|utf8bom|x?unicode\d*utf8|unicode11utf8|(?:us)?ascii)$/.test(name);
}

/** Where what the bytes say in UTF-8, written anew, first differs from them. */
function firstInvalidByte(bytes: Buffer): number {
  const rewritten = Buffer.from(bytes.toString('utf8'));
  let position = 0;
  while (bytes[position] === rewritten[position] && position < bytes.length) position++;
  return position;
}

/** The errors of body-parser in words for the reader. */
function translated(error: unknown): unknown {
  if (!(error instanceof Error) || !('status' in error)) return error;
  switch (error.status) {
    case 413:
      return new ServiceError(
        'body-too-large',
        `The body is larger than ${MAX_BODY_BYTES.toLocaleString('en')} bytes. Send fewer or shorter messages.`,
        { cause: error },
      );
    case 415:
      return new ServiceError(
        'unsupported-media-type',
        `The body cannot be read: ${error.message}. Send UTF-8, plain or packed with gzip, deflate or br.`,
        { cause: error },
      );
    case 400:
      return new ServiceError(
        'invalid-request',
        `The body cannot be read: ${error.message}. Send one JSON object.`,
        { cause: error },
      );
    default:
      return error;
  }
}
