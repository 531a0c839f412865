import type { CallToolResult, McpServer, ServerContext } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { collectAnswer } from '../api/answer-events.ts';
import { publicationListSchema, publicationQuerySchema } from '../api/publication-schemas.ts';
import { findPublications, toPublication } from '../api/publications.ts';
import {
  answerSchema,
  chatRequestSchema,
  searchReplySchema,
  searchRequestSchema,
  sourceSchema,
} from '../api/schemas.ts';
import { hitReply } from '../api/search-reply.ts';
import { shownSource } from '../api/shown-source.ts';
import type { Answer, Service, Source } from '../domain.ts';
import { ServiceError } from '../errors.ts';
import { sourceMarkdown, sourceUri } from './source-markdown.ts';

/** Turns what a tool threw into the sentence that the model on the other side reads. */
export type Explain = (error: unknown) => string;

// Nothing here writes, and nothing here knows more than the corpus.
const annotations = { readOnlyHint: true, openWorldHint: false } as const;

const publicationFilterSchema = publicationQuerySchema.omit({ format: true }).extend({
  year: z
    .union([z.int().min(1000).max(9999), publicationQuerySchema.shape.year])
    .optional()
    .describe('A year, or the first and the last one, as in 2015-2018.'),
});

const INSTEAD = 'The tools search and list_publications give the ids of sources.';

export function registerTools(server: McpServer, service: Service, explain: Explain): void {
  const about = service.researcher ?? 'the researcher';
  const { sources } = service;

  server.registerTool(
    'ask',
    {
      title: `Ask about ${about}`,
      description: `Answers a question about the work of ${about}. Every sentence is carried by a verbatim quote of a source, named by markers [n]. Where the sources tell nothing, status is not_covered: say so, and do not guess. A follow-up such as "Who wrote it?" needs the history.`,
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
      title: `Search the sources about ${about}`,
      description: `Finds passages of the sources about ${about}, best first, for reading more than an answer tells.`,
      inputSchema: z.object({
        query: searchRequestSchema.shape.q,
        limit: z.int().min(1).max(50).default(10).describe('The most passages to give.'),
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
      return result({ query, hits }, [passages.join('\n\n') || 'Nothing was found.']);
    }),
  );
  server.registerTool(
    'get_source',
    {
      title: 'Read a source',
      description: 'Gives a whole source with its text, links and facts, by its id.',
      inputSchema: z.object({
        id: z.string().describe('As citations and hits name it: sourceId.'),
      }),
      outputSchema: sourceSchema,
      annotations,
    },
    guarded(explain, ({ id }) => {
      const source = sources.find((candidate) => candidate.id === id);
      if (!source) throw new ServiceError('not-found', `There is no source "${id}". ${INSTEAD}`);
      return result(sourceSchema.parse(shownSource(source)), [sourceMarkdown(source)]);
    }),
  );
  server.registerTool(
    'list_publications',
    {
      title: `List the publications of ${about}`,
      description: `Lists what ${about} published, newest first; each filter given narrows the list.`,
      inputSchema: publicationFilterSchema,
      outputSchema: publicationListSchema,
      annotations,
    },
    guarded(explain, ({ year, ...query }) => {
      const found = findPublications(sources, { ...query, year: year?.toString() });
      const list = publicationListSchema.parse({ publications: found.map(toPublication) });
      return result(list, [found.map(lineOf).join('\n') || 'No publication fits.']);
    }),
  );
}

let lastTurn: Promise<void> = Promise.resolve();

/** Resolves in a turn of the event loop of its own: the calls of a batch come at once, others may be waiting. */
function turn(): Promise<void> {
  lastTurn = lastTurn.then(() => new Promise<void>((resolve) => setImmediate(resolve)));
  return lastTurn;
}

/** A failure is a result that the model can read; what failed within stays within. */
function guarded<Args>(
  explain: Explain,
  call: (args: Args, context: ServerContext) => CallToolResult | Promise<CallToolResult>,
) {
  return async (args: Args, context: ServerContext): Promise<CallToolResult> => {
    try {
      return await call(args, context);
    } catch (error) {
      // Nobody waits any more; what failed is the work that was stopped.
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
  return [
    `Sources, in the words of the profile; the addresses lead to what they are about:\n\n${lines.join('\n\n')}`,
  ];
}

function lineOf({ id, title, fullTitle, people, venue, year }: Source): string {
  const where = [venue, year].filter(Boolean).join(' ');
  return `- ${fullTitle ?? title}. ${people.join(', ')}. ${where}. ${sourceUri(id)}`;
}
