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

/** Publications, topics and student theses as data; the sources as pages and files. */
export const publicationRoutes: readonly RouteDescription[] = [
  {
    method: 'get',
    path: '/api/publications',
    id: 'listPublications',
    tag: 'Sources',
    summary: 'List the publications',
    description:
      'The publications of the researcher: published projects, papers, books and theses. With `role=supervisor`, the theses of students. Each parameter narrows the list and ignores case and accents; the list may be empty. `format` or `Accept` select BibTeX, CSL-JSON or RIS for reference managers.',
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
    summary: 'Get the citation of a source',
    description:
      'Its bibliography entry. Sources that are not publications are cited as software, data or a page.',
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
    summary: 'List the research topics',
    description: 'Each with the works about it.',
    replies: jsonReply('The topics.', topicListSchema, {
      topics: [
        {
          id: 'theme-wind',
          title: 'Wind',
          summary: 'Wind is moving air.',
          works: ['kites'],
          others: ['lee-thesis'],
        },
      ],
    }),
  },
  {
    method: 'get',
    path: '/api/supervision',
    id: 'getSupervision',
    tag: 'Sources',
    summary: 'List the student theses',
    description: 'Also quotes where the researcher works now.',
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
    summary: 'Browse the sources',
    description: 'All sources, by kind.',
    replies: { 200: pageReply('The page.') },
  },
  {
    method: 'get',
    path: '/sources/:id',
    id: 'showSourcePage',
    tag: 'Pages',
    summary: 'Read a source',
    description:
      'Its text, facts, links and bibliography entries. The anchor `#p-3` leads to the passage with the id `{id}#3`.',
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
    description: 'Its facts and its text, for language models.',
    params: z.object({ id: sourceId() }),
    replies: { 200: file('The text.', 'text/markdown', '# On Kites and Why They Fly\n') },
    problems: [404],
  },
  {
    method: 'get',
    path: '/llms.txt',
    id: 'getLlmsText',
    tag: 'Sources',
    summary: 'Get an overview for language models',
    description: 'The sources and the API, in the format of llmstxt.org.',
    replies: { 200: file('The overview.', 'text/plain', '# Ada Example\n') },
  },
  {
    method: 'get',
    path: '/llms-full.txt',
    id: 'getLlmsFullText',
    tag: 'Sources',
    summary: 'Get the full text',
    description: 'Every source in one file, except lists derived from other sources.',
    replies: { 200: file('The text.', 'text/plain', '# Ada Example\n') },
  },
  {
    method: 'get',
    path: '/sitemap.xml',
    id: 'getSitemap',
    tag: 'Site',
    summary: 'Get the sitemap',
    description: 'All pages, for search engines.',
    replies: { 200: file('The sitemap.', 'application/xml', '<?xml version="1.0"?><urlset/>') },
  },
  {
    method: 'get',
    path: '/robots.txt',
    id: 'getRobots',
    tag: 'Site',
    summary: 'Get the rules for crawlers',
    description: 'Everything may be crawled except answers.',
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
