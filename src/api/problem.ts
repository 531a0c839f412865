import { type ErrorCode, ServiceError } from '../errors.ts';

/** One wrong field; `pointer` is a JSON Pointer (RFC 6901), empty for the whole request. */
export interface FieldError {
  readonly pointer: string;
  readonly detail: string;
}

/** Problem details (RFC 9457). `type` is always `about:blank`; `code` identifies the problem. */
export interface Problem {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  readonly errors?: readonly FieldError[];
  /** Same as the header `X-Request-Id`. */
  readonly requestId?: string;
}

/** A request that does not match the schema. */
export class InvalidRequest extends ServiceError {
  readonly errors: readonly FieldError[];

  constructor(errors: readonly FieldError[]) {
    super('invalid-request', errors.map((error) => error.detail).join(' '));
    this.errors = errors;
  }
}
