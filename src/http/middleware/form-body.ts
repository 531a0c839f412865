import express, { type RequestHandler } from 'express';
import { show } from '../../api/parse.ts';
import { ServiceError } from '../../errors.ts';
import { BODY } from '../../language/en/templates/problems.ts';
import { MAX_BODY_BYTES, mediaTypeOf, translated } from './json-body.ts';

export const FORM_TYPE = 'application/x-www-form-urlencoded';
/** More than any form of ours has. */
const MAX_FIELDS = 10;

const readFields = express.urlencoded({
  extended: false,
  limit: MAX_BODY_BYTES,
  parameterLimit: MAX_FIELDS,
});

/** Reads the fields of a form into `request.body` and refuses other types; a missing body is left to the schema. */
export const readForm: RequestHandler = (request, response, next) => {
  const type = request.get('Content-Type');
  // Null if there is no body.
  if (request.is('*/*') === null && type === undefined) return next();
  if (mediaTypeOf(type) !== FORM_TYPE) {
    const shown = type === undefined ? undefined : show(type);
    throw new ServiceError('unsupported-media-type', BODY.noForm(shown, FORM_TYPE));
  }
  readFields(request, response, (error?: unknown) =>
    next(error === undefined ? undefined : translated(error)),
  );
};
