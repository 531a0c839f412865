import type { FallbackReason } from './domain.ts';

/** Every error that the project throws on purpose, with its HTTP status. */
export const ERROR_STATUS = {
  'invalid-request': 400,
  unauthorized: 401,
  'origin-not-allowed': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'request-timeout': 408,
  'body-too-large': 413,
  'unsupported-media-type': 415,
  'expectation-failed': 417,
  'rate-limited': 429,
  'headers-too-large': 431,
  'internal-error': 500,
  'invalid-settings': 500,
  'invalid-corpus': 500,
  'shutting-down': 503,
  'journal-unavailable': 503,
  'index-missing': 503,
  'index-unusable': 503,
  'model-unavailable': 503,
  'model-failed': 502,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/** An error whose message is a sentence for people: what is wrong, with the value, and what to do. */
export class ServiceError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, sentence: string, options?: { cause?: unknown }) {
    super(sentence, options);
    this.name = 'ServiceError';
    this.code = code;
  }

  get status(): number {
    return ERROR_STATUS[this.code];
  }
}

/** A model, or its provider, did not do what it was asked. */
export class ModelError extends ServiceError {
  readonly reason: FallbackReason;

  constructor(reason: FallbackReason, sentence: string, options?: { cause?: unknown }) {
    super('model-failed', sentence, options);
    this.reason = reason;
  }
}
