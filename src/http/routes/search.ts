import type { RequestHandler } from 'express';
import { parse } from '../../api/parse.ts';
import { searchRequestSchema } from '../../api/schemas.ts';
import { hitReply, type SearchReply } from '../../api/search-reply.ts';
import type { Service } from '../../domain.ts';
import { WHOLE } from '../../language/en/templates/problems.ts';
import { disconnectSignal } from '../middleware/disconnect-signal.ts';
import { createStopwatch, setServerTiming } from '../middleware/timing.ts';

/** `GET /api/search?q=&limit=`: the passages that an answer would be based on, and why. */
export function search(service: Service): RequestHandler {
  return async (request, response) => {
    const { q, limit } = parse(searchRequestSchema, request.query, WHOLE.query);
    const stopwatch = createStopwatch();
    const hits = await service.search(q, limit, disconnectSignal(response), stopwatch.record);
    setServerTiming(response, stopwatch);
    response.json({ query: q, hits: hits.map(hitReply) } satisfies SearchReply);
  };
}
