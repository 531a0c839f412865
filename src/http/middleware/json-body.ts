import express, { type RequestHandler } from 'express';
import { show } from '../../api/parse.ts';
import { MAX_MESSAGE_LENGTH, MAX_MESSAGES, MAX_QUESTION_LENGTH } from '../../api/schemas.ts';
import { ServiceError } from '../../errors.ts';

// A UTF-16 code unit takes at most 6 bytes of JSON, escaped as \uXXXX (3 as plain UTF-8).
const BYTES_PER_CHARACTER = 6;
const BYTES_FOR_STRUCTURE = 28_000;

/** The largest body in bytes, unpacked: everything within the schema's bounds fits. 1,000,000. */
export const MAX_BODY_BYTES =
  (MAX_MESSAGES * MAX_MESSAGE_LENGTH + MAX_QUESTION_LENGTH) * BYTES_PER_CHARACTER +
  BYTES_FOR_STRUCTURE;

const parseJson = express.json({ limit: MAX_BODY_BYTES });

/** Reads a JSON body into `request.body`; any other kind is refused, an absent body is left to the schema. */
export const readJson: RequestHandler = (request, response, next) => {
  if (request.is('application/json') === false) {
    const type = request.get('Content-Type');
    throw new ServiceError(
      'unsupported-media-type',
      `${type === undefined ? 'The body has no Content-Type' : `Content-Type ${show(type)} is not supported`}. Send application/json.`,
    );
  }
  parseJson(request, response, (error?: unknown) => next(translated(error)));
};

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
        `The body cannot be read as JSON: ${error.message}. Send one JSON object.`,
        { cause: error },
      );
    default:
      return error;
  }
}
