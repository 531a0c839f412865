/** The public API for programs that embed the service. */

export { collectAnswer } from './api/answer-events.ts';
export { type Config, readConfig } from './config.ts';
export type * from './domain.ts';
export { createEmbedder } from './embedder.ts';
export { type ErrorCode, ServiceError } from './errors.ts';
export { buildIndex, type IndexReport, isCurrent } from './indexer.ts';
export { openService, type Reporter } from './open-service.ts';
export { openReader } from './reader.ts';
export { type OpenIndex, openIndex } from './search/store.ts';
export { createService, type ServiceParts } from './service.ts';
