import type { RequestHandler } from 'express';
import { topicListSchema } from '../../api/publication-schemas.ts';
import type { Service } from '../../domain.ts';
import { worksOfTheme } from '../../publications/works.ts';
import { firstSentence } from '../pages/first-sentence.ts';

/** `GET /api/topics`: the themes of the research, each with the works that belong to it. */
export function listTopics({ sources }: Service): RequestHandler {
  const topics = sources
    .filter((source) => source.kind === 'theme')
    .map((theme) => ({
      id: theme.id,
      title: theme.title,
      summary: firstSentence(theme),
      works: worksOfTheme(theme, sources).map((work) => work.id),
    }));
  return (_request, response) => {
    response.json(topicListSchema.parse({ topics }));
  };
}
