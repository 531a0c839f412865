import type { RequestHandler } from 'express';
import { groupByKind } from '../../api/source-groups.ts';
import { toMarkdown } from '../../api/source-markdown.ts';
import { ownerOf } from '../../corpus/kinds.ts';
import type { Service, Source } from '../../domain.ts';
import { LLMS_TEXT } from '../../language/en/templates/agents.ts';
import { whereAndWhen } from '../../language/en/templates/facts.ts';
import type { WebOrigin } from '../access/web-origin.ts';
import { firstSentence } from '../pages/first-sentence.ts';

/** `GET /llms.txt`: an overview for language models, in the form of llmstxt.org. */
export function llmsText(service: Service, originOf: WebOrigin): RequestHandler {
  return (request, response) => {
    const origin = originOf(request);
    const parts = groupByKind(service.sources)
      .filter(({ kind }) => kind !== 'list')
      .map(({ title, sources }) => `## ${title}\n\n${entries(sources, origin)}`);
    const lists = service.sources.filter(({ kind }) => kind === 'list');
    if (lists.length > 0) parts.push(`## ${LLMS_TEXT.optional}\n\n${entries(lists, origin)}`);
    send(response, [head(service, origin), LLMS_TEXT.interfaces(origin), ...parts]);
  };
}

/** `GET /llms-full.txt`: the text of all sources in one file, except lists derived from the others. */
export function llmsFullText(service: Service, originOf: WebOrigin): RequestHandler {
  return (request, response) => {
    const origin = originOf(request);
    const texts = groupByKind(service.sources.filter(({ kind }) => kind !== 'list'))
      .flatMap(({ sources }) => sources)
      .map((source) => toMarkdown(source, `${origin}/sources/${source.id}`).trim());
    send(response, [head(service, origin), texts.join('\n\n---\n\n')]);
  };
}

function head({ researcher, sources }: Service, origin: string): string {
  const person = ownerOf(sources);
  const about = person === undefined ? LLMS_TEXT.unnamed : firstSentence(person);
  return `# ${LLMS_TEXT.title(researcher)}\n\n> ${about}\n\n${LLMS_TEXT.intro(origin)}`;
}

function entries(sources: readonly Source[], origin: string): string {
  return sources
    .map((source) => {
      const when = whereAndWhen(source);
      const about = `${when && `${when}. `}${firstSentence(source)}`;
      // A bracket would end the link text.
      const name = source.title.replace(/[[\]]/g, '\\$&');
      return `- [${name}](${origin}/sources/${source.id}.md): ${about}`;
    })
    .join('\n');
}

function send(response: Parameters<RequestHandler>[1], parts: readonly string[]): void {
  response.set('Content-Type', 'text/plain; charset=utf-8').send(`${parts.join('\n\n')}\n`);
}
