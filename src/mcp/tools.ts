import type { CallToolResult, McpServer, ServerContext } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { collectAnswer } from '../api/answer-events.ts';
import { show } from '../api/parse.ts';
import { publicationListSchema, publicationQuerySchema } from '../api/publication-schemas.ts';
import { findPublications, toPublication } from '../api/publications.ts';
import {
  answerSchema,
  chatRequestSchema,
  searchReplySchema,
  searchRequestSchema,
} from '../api/schemas.ts';
import { hitReply } from '../api/search-reply.ts';
import { shownSource } from '../api/shown-source.ts';
import { sourceSchema } from '../api/source-schemas.ts';
import type { Answer, Service, Source } from '../domain.ts';
import { ServiceError } from '../errors.ts';
import { MCP_TOOLS } from '../language/en/templates/agents.ts';
import { NOT_FOUND } from '../language/en/templates/problems.ts';
import { sourceMarkdown, sourceUri } from './source-markdown.ts';

/** The sentence that the calling model reads if a tool throws. */
export type Explain = (error: unknown) => string;

// The tools only read, and only the corpus.
const annotations = { readOnlyHint: true, openWorldHint: false } as const;

const publicationFilterSchema = publicationQuerySchema.omit({ format: true }).extend({
  year: z
    .union([z.int().min(1000).max(9999), publicationQuerySchema.shape.year])
    .optional()
    .describe(MCP_TOOLS.listPublications.year),
});

export function registerTools(server: McpServer, service: Service, explain: Explain): void {
  const { sources, researcher } = service;
  const { ask, search, getSource, listPublications } = MCP_TOOLS;

  server.registerTool(
    'ask',
    {
      title: ask.title(researcher),
      description: ask.description(researcher),
      inputSchema: chatRequestSchema,
      outputSchema: answerSchema,
      annotations,
    },
    guarded(explain, async (request, { mcpReq: { signal } }) => {
      await turn();
      const answer = await collectAnswer(service.ask(request, signal));
      return result(answer, [answer.answer, ...sourcesOf(answer)]);
    }),
  );
  server.registerTool(
    'search',
    {
      title: search.title(researcher),
      description: search.description(researcher),
      inputSchema: z.object({
        query: searchRequestSchema.shape.q,
        limit: z.int().min(1).max(50).default(10).describe(search.limit),
      }),
      outputSchema: searchReplySchema,
      annotations,
    },
    guarded(explain, async ({ query, limit }, { mcpReq: { signal } }) => {
      await turn();
      const hits = (await service.search(query, limit, signal)).map(hitReply);
      const passages = hits.map(
        ({ title, heading, sourceId, text }) =>
          `# ${[title, heading].filter(Boolean).join(' › ')} (${sourceUri(sourceId)})\n\n${text}`,
      );
      return result({ query, hits }, [passages.join('\n\n') || search.nothingFound]);
    }),
  );
  server.registerTool(
    'get_source',
    {
      title: getSource.title,
      description: getSource.description,
      inputSchema: z.object({ id: z.string().describe(getSource.id) }),
      outputSchema: sourceSchema,
      annotations,
    },
    guarded(explain, ({ id }) => {
      const source = sources.find((candidate) => candidate.id === id);
      if (!source) throw new ServiceError('not-found', NOT_FOUND.sourceForTools(show(id)));
      return result(sourceSchema.parse(shownSource(source)), [sourceMarkdown(source)]);
    }),
  );
  server.registerTool(
    'list_publications',
    {
      title: listPublications.title(researcher),
      description: listPublications.description(researcher),
      inputSchema: publicationFilterSchema,
      outputSchema: publicationListSchema,
      annotations,
    },
    guarded(explain, ({ year, ...query }) => {
      const found = findPublications(sources, { ...query, year: year?.toString() });
      const list = publicationListSchema.parse({ publications: found.map(toPublication) });
      return result(list, [found.map(lineOf).join('\n') || listPublications.nothingFound]);
    }),
  );
}

let lastTurn: Promise<void> = Promise.resolve();

/** Resolves in a separate turn of the event loop, so that the calls of one batch do not block other requests. */
function turn(): Promise<void> {
  lastTurn = lastTurn.then(() => new Promise<void>((resolve) => setImmediate(resolve)));
  return lastTurn;
}

/** Turns a failure into a result that the model can read, without internal details. */
function guarded<Args>(
  explain: Explain,
  call: (args: Args, context: ServerContext) => CallToolResult | Promise<CallToolResult>,
) {
  return async (args: Args, context: ServerContext): Promise<CallToolResult> => {
    try {
      return await call(args, context);
    } catch (error) {
      // The caller is gone; the error is usually from the work that this stopped.
      if (context.mcpReq.signal.aborted) throw error;
      return { isError: true, content: [{ type: 'text', text: explain(error) }] };
    }
  };
}

function result(structured: object, texts: readonly string[]): CallToolResult {
  return {
    content: texts.map((text) => ({ type: 'text', text })),
    structuredContent: { ...structured },
  };
}

function sourcesOf({ citations }: Answer): string[] {
  if (citations.length === 0) return [];
  const lines = citations.map(
    ({ index, title, url, sourceId, quote }) =>
      `[${index}] ${title} – ${url ?? sourceUri(sourceId)}\n> ${quote.replace(/\s+/g, ' ')}`,
  );
  return [`${MCP_TOOLS.ask.sources}\n\n${lines.join('\n\n')}`];
}

function lineOf({ id, title, fullTitle, people, venue, year }: Source): string {
  const where = [venue, year].filter(Boolean).join(' ');
  return `- ${fullTitle ?? title}. ${people.join(', ')}. ${where}. ${sourceUri(id)}`;
}
