import type { RequestHandler } from 'express';
import { groupByKind } from '../../api/source-groups.ts';
import { toMarkdown } from '../../api/source-markdown.ts';
import { ownerOf } from '../../corpus/kinds.ts';
import type { Service, Source } from '../../domain.ts';
import { whereAndWhen } from '../../language/en/templates/facts.ts';
import type { WebOrigin } from '../access/web-origin.ts';
import { firstSentence } from '../pages/first-sentence.ts';

/** `GET /llms.txt`: what there is and where, in the form of llmstxt.org. */
export function llmsText(service: Service, originOf: WebOrigin): RequestHandler {
  return (request, response) => {
    const origin = originOf(request);
    const parts = groupByKind(service.sources)
      .filter(({ kind }) => kind !== 'list')
      .map(({ title, sources }) => `## ${title}\n\n${entries(sources, origin)}`);
    const lists = service.sources.filter(({ kind }) => kind === 'list');
    if (lists.length > 0) parts.push(`## Optional\n\n${entries(lists, origin)}`);
    send(response, [head(service, origin), doors(origin), ...parts]);
  };
}

/** `GET /llms-full.txt`: all of the text in one file, but for the lists that only count it. */
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
  const about = person === undefined ? 'The work of a researcher.' : firstSentence(person);
  return `# ${researcher ?? 'Ask the Researcher'}\n\n> ${about}\n\nA profile of research at ${origin}/ that can be read, searched and asked. Each file below tells about one thing; what it says can be quoted word for word.`;
}

function doors(origin: string): string {
  return `## Questions and data

- [Description of the interface](${origin}/openapi.json): OpenAPI 3.1. POST /api/chat answers a question with verbatim quotes.
- [Publications](${origin}/api/publications): as JSON; also BibTeX, CSL-JSON and RIS, by year, venue, topic, person and kind.
- [Topics](${origin}/api/topics): the themes of the research with their works.
- [Supervision](${origin}/api/supervision): theses of students.
- [All of the text](${origin}/llms-full.txt): every source in one file.`;
}

function entries(sources: readonly Source[], origin: string): string {
  return sources
    .map((source) => {
      const when = whereAndWhen(source);
      const about = `${when && `${when}. `}${firstSentence(source)}`;
      // A bracket would end the name of the link.
      const name = source.title.replace(/[[\]]/g, '\\$&');
      return `- [${name}](${origin}/sources/${source.id}.md): ${about}`;
    })
    .join('\n');
}

function send(response: Parameters<RequestHandler>[1], parts: readonly string[]): void {
  response.set('Content-Type', 'text/plain; charset=utf-8').send(`${parts.join('\n\n')}\n`);
}
