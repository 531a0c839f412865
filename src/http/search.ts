import type { RequestHandler } from 'express';
import type { z } from 'zod';
import type { Hit, Service } from '../domain.ts';
import { parse } from './parse.ts';
import { readerSignal } from './reader-signal.ts';
import { type searchReplySchema, searchRequestSchema } from './schemas.ts';
import { createStopwatch, setServerTiming } from './timing.ts';

type SearchReply = z.infer<typeof searchReplySchema>;

/** `GET /api/search?q=&limit=`: the passages that an answer would draw on, and why. */
export function search(service: Service): RequestHandler {
  return async (request, response) => {
    const { q, limit } = parse(searchRequestSchema, request.query, 'The query');
    const stopwatch = createStopwatch();
    const hits = await service.search(q, limit, readerSignal(response), stopwatch.record);
    setServerTiming(response, stopwatch);
    response.json({ query: q, hits: hits.map(hitReply) } satisfies SearchReply);
  };
}

export function hitReply({ passage, source, score, why }: Hit): SearchReply['hits'][number] {
  return {
    sourceId: source.id,
    passageId: passage.id,
    title: source.title,
    heading: passage.headings.join(' › '),
    text: passage.text,
    url: source.url ?? null,
    score,
    why,
  };
}
