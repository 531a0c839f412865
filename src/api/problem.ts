import { type ErrorCode, ServiceError } from '../errors.ts';

/** One field that is wrong; `pointer` is a JSON Pointer (RFC 6901), empty for the whole. */
export interface FieldError {
  readonly pointer: string;
  readonly detail: string;
}

/** Problem details (RFC 9457). `type` is always `about:blank`: `code` tells problems apart. */
export interface Problem {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  readonly errors?: readonly FieldError[];
  /** As in the header `X-Request-Id`. */
  readonly requestId?: string;
}

/** A request whose fields do not fit the schema. */
export class InvalidRequest extends ServiceError {
  readonly errors: readonly FieldError[];

  constructor(errors: readonly FieldError[]) {
    super('invalid-request', errors.map((error) => error.detail).join(' '));
    this.errors = errors;
  }
}
