import {
  type McpServer,
  ResourceNotFoundError,
  ResourceTemplate,
} from '@modelcontextprotocol/server';
import type { Service } from '../domain.ts';
import { MCP_RESOURCE } from '../language/en/templates/agents.ts';
import { NOT_FOUND } from '../language/en/templates/problems.ts';
import { sourceMarkdown, sourceUri } from './source-markdown.ts';

const MIME_TYPE = 'text/markdown';

/** `source://<id>`: each source in Markdown. Lists derived from other sources can be read but are not listed. */
export function registerResources(server: McpServer, { sources }: Service): void {
  const listed = sources.filter(({ kind }) => kind !== 'list');
  const template = new ResourceTemplate('source://{id}', {
    list: () => ({
      resources: listed.map(({ id, title, fullTitle, summary }) => ({
        uri: sourceUri(id),
        name: id,
        title: fullTitle ?? title,
        ...(summary !== undefined && { description: summary }),
        mimeType: MIME_TYPE,
      })),
    }),
    complete: {
      id: (prefix) => listed.map(({ id }) => id).filter((id) => id.startsWith(prefix)),
    },
  });
  const config = { ...MCP_RESOURCE, mimeType: MIME_TYPE };
  server.registerResource('source', template, config, (uri, { id }) => {
    const source = sources.find((candidate) => sourceUri(candidate.id) === sourceUri(String(id)));
    if (!source) throw new ResourceNotFoundError(uri.href, NOT_FOUND.resource(uri.href));
    return { contents: [{ uri: uri.href, mimeType: MIME_TYPE, text: sourceMarkdown(source) }] };
  });
}
