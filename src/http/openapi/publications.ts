import { z } from 'zod';
import {
  citationQuerySchema,
  cslSchema,
  publicationListSchema,
  publicationQuerySchema,
  publicationSchema,
  supervisionSchema,
  topicListSchema,
} from '../../api/publication-schemas.ts';
import { MEDIA_TYPES } from '../routes/publications.ts';
import { source, sourceSummary } from './examples.ts';
import { jsonReply, pageReply, type ReplyDescription, type RouteDescription } from './route.ts';

const publication = {
  id: 'kites',
  kind: 'paper',
  title: source.fullTitle,
  authors: sourceSummary.people,
  venue: 'Journal of Wind',
  year: 2021,
  url: sourceSummary.url,
  links: source.links,
  awards: sourceSummary.awards,
  topics: sourceSummary.topics,
};
const bibtex = `@article{example2021kites,
  author = {Example, Ada},
  title = {On {Kites} and {Why} {They} {Fly}},
  journal = {Journal of Wind},
  year = {2021},
}
`;
const ris =
  'TY  - JOUR\r\nAU  - Example, Ada\r\nTI  - On Kites and Why They Fly\r\nPY  - 2021\r\nER  - \r\n';
const csl = [{ id: 'example2021kites', type: 'article-journal', title: source.fullTitle }];

/** Publications, topics and students as data; the sources as pages and files. */
export const publicationRoutes: readonly RouteDescription[] = [
  {
    method: 'get',
    path: '/api/publications',
    id: 'listPublications',
    tag: 'Sources',
    summary: 'List the publications',
    description:
      'What the researcher wrote: projects that were published, papers, books and theses. With `role=supervisor` the theses that others wrote as students. Each parameter narrows the list, without regard to case and accents; what nothing fits gives an empty list. For reference managers as BibTeX, CSL-JSON or RIS, by `format` or by `Accept`.',
    query: publicationQuerySchema,
    replies: {
      200: formats('The publications.', publicationListSchema, { publications: [publication] }),
    },
  },
  {
    method: 'get',
    path: '/api/sources/:id/citation',
    id: 'getCitation',
    tag: 'Sources',
    summary: 'Get how to cite a source',
    description:
      'Its entry for a bibliography. What is no publication is cited as software, as data or as a page.',
    params: z.object({ id: sourceId() }),
    query: citationQuerySchema,
    replies: { 200: formats('The entry.', publicationSchema, publication) },
    problems: [404],
  },
  {
    method: 'get',
    path: '/api/topics',
    id: 'listTopics',
    tag: 'Sources',
    summary: 'List the topics of the research',
    description: 'Each with the works that belong to it.',
    replies: jsonReply('The topics.', topicListSchema, {
      topics: [{ id: 'theme-wind', title: 'Wind', summary: 'Wind is air.', works: ['kites'] }],
    }),
  },
  {
    method: 'get',
    path: '/api/supervision',
    id: 'getSupervision',
    tag: 'Sources',
    summary: 'List the theses of students',
    description: 'And where the researcher works now, in a sentence of the profile.',
    replies: jsonReply('The theses.', supervisionSchema, {
      theses: [
        {
          id: 'lee-thesis',
          student: 'Bo Lee',
          title: 'Boats and Wind',
          year: 2022,
          degree: 'MSc',
          place: 'University of Wind',
          url: 'https://example.org/lee.pdf',
        },
      ],
      position: {
        sentence: 'Ada Example is a researcher in Windhoek.',
        sourceId: 'ada-example',
        asOf: '2026-01',
      },
    }),
  },
  {
    method: 'get',
    path: '/sources',
    id: 'showSources',
    tag: 'Pages',
    summary: 'See all sources',
    description: 'By kind.',
    replies: { 200: pageReply('The page.') },
  },
  {
    method: 'get',
    path: '/sources/:id',
    id: 'showSourcePage',
    tag: 'Pages',
    summary: 'Read a source',
    description:
      'Its text, facts, links and entries for bibliographies. The anchor `#p-3` leads to its third passage, which has the id `{id}#3`.',
    params: z.object({ id: sourceId() }),
    replies: { 200: pageReply('The page.') },
    problems: [404],
  },
  {
    method: 'get',
    path: '/sources/:id.md',
    id: 'getSourceMarkdown',
    tag: 'Sources',
    summary: 'Get a source in Markdown',
    description: 'Its facts and its text, for models.',
    params: z.object({ id: sourceId() }),
    replies: { 200: file('The text.', 'text/markdown', '# On Kites and Why They Fly\n') },
    problems: [404],
  },
  {
    method: 'get',
    path: '/llms.txt',
    id: 'getLlmsText',
    tag: 'Sources',
    summary: 'Get a guide for models',
    description: 'What there is and where, in the form of llmstxt.org.',
    replies: { 200: file('The guide.', 'text/plain', '# Ada Example\n') },
  },
  {
    method: 'get',
    path: '/llms-full.txt',
    id: 'getLlmsFullText',
    tag: 'Sources',
    summary: 'Get all of the text',
    description: 'Every source in one file, but for lists that only count what others tell.',
    replies: { 200: file('The text.', 'text/plain', '# Ada Example\n') },
  },
  {
    method: 'get',
    path: '/sitemap.xml',
    id: 'getSitemap',
    tag: 'Site',
    summary: 'Get the map for search engines',
    description: 'All pages for readers.',
    replies: { 200: file('The map.', 'application/xml', '<?xml version="1.0"?><urlset/>') },
  },
  {
    method: 'get',
    path: '/robots.txt',
    id: 'getRobots',
    tag: 'Site',
    summary: 'Get the rules for crawlers',
    description: 'All may be read; answers, which cost work, are not to be crawled.',
    replies: { 200: file('The rules.', 'text/plain', 'User-agent: *\n') },
  },
];

function formats(description: string, schema: z.ZodType, example: unknown): ReplyDescription {
  return {
    description,
    headers: ['ETag', 'Cache-Control', 'Vary'],
    content: {
      'application/json': { schema, examples: { example } },
      [MEDIA_TYPES.bibtex]: { schema: z.string(), examples: { bibtex } },
      [MEDIA_TYPES.csl]: { schema: cslSchema, examples: { csl } },
      [MEDIA_TYPES.ris]: { schema: z.string(), examples: { ris } },
    },
  };
}

function file(description: string, type: string, example: string): ReplyDescription {
  return {
    description,
    headers: ['ETag', 'Cache-Control'],
    content: { [type]: { schema: z.string(), examples: { example } } },
  };
}

function sourceId() {
  return z.string().meta({ description: 'The id of the source.', examples: ['kites'] });
}
