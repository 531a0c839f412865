import { toMarkdown } from '../api/source-markdown.ts';
import type { Source } from '../domain.ts';

/** The address of a source as an MCP resource. */
export function sourceUri(id: string): string {
  return `source://${encodeURIComponent(id)}`;
}

export function sourceMarkdown(source: Source): string {
  return toMarkdown(source, sourceUri(source.id));
}
