import type { RequestHandler } from 'express';
import { topicListSchema } from '../../api/publication-schemas.ts';
import { worksOfTheme } from '../../api/publications.ts';
import type { Service } from '../../domain.ts';
import { firstSentence } from '../pages/first-sentence.ts';

/** `GET /api/topics`: the themes of the research, each with the publications about it and what else is. */
export function listTopics({ sources }: Service): RequestHandler {
  const topics = sources
    .filter((source) => source.kind === 'theme')
    .map((theme) => {
      const { works, others } = worksOfTheme(theme, sources);
      return {
        id: theme.id,
        title: theme.title,
        summary: firstSentence(theme),
        works: works.map(({ id }) => id),
        others: others.map(({ id }) => id),
      };
    });
  return (_request, response) => {
    response.json(topicListSchema.parse({ topics }));
  };
}
