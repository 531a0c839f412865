/** One request whose reply the OpenAPI document must describe. */
export interface Case {
  /** Method and path as in the document. */
  readonly operation: string;
  readonly name: string;
  readonly status: number;
  /** If it differs from the path. */
  readonly address?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string is sent unchanged. */
  readonly body?: unknown;
}

const stream = { Accept: 'text/event-stream' };
const completion = (content: string) => ({ messages: [{ role: 'user', content }] });
const question = (text: string) => ({ question: text });
const feedback = { answerId: 'answer-1', question: 'Why?', rating: 'up' };
const both = { Accept: 'application/json, text/event-stream' };
const foreign = { Origin: 'https://foreign.example' };
const rpc = (method: string, params = {}) => ({ jsonrpc: '2.0', id: 1, method, params });
const askByMcp = rpc('tools/call', { name: 'ask', arguments: { question: 'Why?' } });
const notification = { jsonrpc: '2.0', method: 'notifications/initialized' };
const tooLarge = `"${'x'.repeat(1_100_000)}"`;
const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
/** The owner that `admin` knows. */
const owner = { Authorization: 'Bearer a-secret-of-the-owner' };
const plain = { 'Content-Type': 'text/plain' };

/** Every operation at least once; every kind of error; every event of a stream. See `fakeService`. */
export const CASES: readonly Case[] = [
  ...of('POST /api/chat', [
    { name: 'an answer', status: 200, body: question('Why?') },
    { name: 'events', status: 200, body: question('Why?'), headers: stream },
    { name: 'a late failure', status: 200, body: question('fail late'), headers: stream },
    { name: 'a foreseen failure', status: 200, body: question('refuse late'), headers: stream },
    { name: 'no question', status: 400, body: {} },
    { name: 'no JSON', status: 400, body: '{"question":' },
    { name: 'a huge body', status: 413, body: tooLarge },
    { name: 'plain text', status: 415, body: 'Why?', headers: plain },
    { name: 'a foreign page', status: 403, body: question('Why?'), headers: foreign },
    { name: 'a failure', status: 500, body: question('fail early') },
    {
      name: 'an early failure of a stream',
      status: 500,
      body: question('fail early'),
      headers: stream,
    },
    { name: 'a model that fails', status: 502, body: question('refuse') },
  ]),
  ...of('GET /api/search', [
    { name: 'hits', status: 200, address: '/api/search?q=kite&limit=3' },
    { name: 'no query', status: 400 },
    { name: 'a wrong limit', status: 400, address: '/api/search?q=kite&limit=51' },
    { name: 'broken encoding', status: 400, address: '/api/search?q=%ff' },
    { name: 'a failure', status: 500, address: '/api/search?q=fail' },
  ]),
  ...of('GET /api/sources', [{ name: 'all sources', status: 200 }]),
  ...of('GET /api/sources/{id}', [
    { name: 'a source', status: 200, address: '/api/sources/kites' },
    { name: 'a source with little', status: 200, address: '/api/sources/boats' },
    { name: 'none', status: 404, address: '/api/sources/trains' },
    { name: 'broken encoding', status: 400, address: '/api/sources/%ff' },
  ]),
  ...of('GET /api/publications', [
    { name: 'JSON', status: 200 },
    { name: 'BibTeX', status: 200, address: '/api/publications?format=bibtex' },
    { name: 'CSL', status: 200, address: '/api/publications?format=csl&year=2020-2022' },
    { name: 'RIS', status: 200, address: '/api/publications?format=ris' },
    { name: 'no year', status: 400, address: '/api/publications?year=soon' },
  ]),
  ...of('GET /api/sources/{id}/citation', [
    { name: 'JSON', status: 200, address: '/api/sources/kites/citation' },
    { name: 'BibTeX', status: 200, address: '/api/sources/boats/citation?format=bibtex' },
    { name: 'no format', status: 400, address: '/api/sources/kites/citation?format=doc' },
    { name: 'none', status: 404, address: '/api/sources/trains/citation' },
  ]),
  ...of('GET /api/topics', [{ name: 'topics', status: 200 }]),
  ...of('GET /api/supervision', [{ name: 'theses', status: 200 }]),
  ...of('GET /sources', [{ name: 'a page', status: 200 }]),
  ...of('GET /sources/{id}', [
    { name: 'a page', status: 200, address: '/sources/kites' },
    { name: 'none', status: 404, address: '/sources/trains' },
  ]),
  ...of('GET /sources/{id}.md', [
    { name: 'a file', status: 200, address: '/sources/kites.md' },
    { name: 'none', status: 404, address: '/sources/trains.md' },
  ]),
  ...of('GET /llms.txt', [{ name: 'a file', status: 200 }]),
  ...of('GET /llms-full.txt', [{ name: 'a file', status: 200 }]),
  ...of('GET /sitemap.xml', [{ name: 'a file', status: 200 }]),
  ...of('GET /robots.txt', [{ name: 'a file', status: 200 }]),
  ...of('GET /api/suggestions', [{ name: 'questions', status: 200 }]),
  ...of('GET /api/config', [{ name: 'settings', status: 200 }]),
  ...of('POST /api/feedback', [
    { name: 'taken', status: 204, body: feedback },
    { name: 'an unknown rating', status: 400, body: { ...feedback, rating: 'so-so' } },
    { name: 'a huge body', status: 413, body: tooLarge },
    { name: 'plain text', status: 415, body: 'up', headers: plain },
  ]),
  ...of('POST /v1/chat/completions', [
    { name: 'a completion', status: 200, body: completion('Why?') },
    { name: 'chunks', status: 200, body: { ...completion('Why?'), stream: true } },
    {
      name: 'chunks with usage',
      status: 200,
      body: { ...completion('Why?'), stream: true, stream_options: { include_usage: true } },
    },
    { name: 'a late failure', status: 200, body: { ...completion('fail late'), stream: true } },
    { name: 'no message', status: 400, body: { messages: [] } },
    { name: 'a foreign page', status: 403, body: completion('Why?'), headers: foreign },
    { name: 'a huge body', status: 413, body: tooLarge },
    { name: 'plain text', status: 415, body: 'Why?', headers: plain },
    { name: 'a failure', status: 500, body: completion('fail early') },
    { name: 'a model that fails', status: 502, body: completion('refuse') },
  ]),
  ...of('GET /v1/models', [{ name: 'models', status: 200 }]),
  ...of('GET /v1/models/{id}', [
    { name: 'the model', status: 200, address: '/v1/models/ask-the-researcher' },
    { name: 'none', status: 404, address: '/v1/models/other' },
  ]),
  ...of('POST /mcp', [
    { name: 'tools', status: 200, headers: both, body: rpc('tools/list') },
    { name: 'an answer', status: 200, headers: both, body: askByMcp },
    { name: 'an unknown method', status: 200, headers: both, body: rpc('nothing') },
    { name: 'a notification', status: 202, headers: both, body: notification },
    { name: 'no JSON', status: 400, headers: both, body: '{' },
    { name: 'no message', status: 400, headers: both, body: {} },
    { name: 'broken encoding', status: 400, address: '/mcp?%ff', headers: both, body: {} },
    { name: 'a foreign page', status: 403, headers: { ...both, ...foreign }, body: rpc('ping') },
    { name: 'only pages wanted', status: 406, headers: { Accept: 'text/html' }, body: rpc('ping') },
    { name: 'a huge body', status: 413, headers: both, body: tooLarge },
    { name: 'plain text', status: 415, headers: { ...both, ...plain }, body: 'Why?' },
  ]),
  ...of('GET /healthz', [{ name: 'alive', status: 200 }]),
  ...of('GET /readyz', [{ name: 'ready', status: 200 }]),
  ...of('GET /metrics', [
    { name: 'figures', status: 200, headers: owner },
    { name: 'another key', status: 401 },
  ]),
  ...of('POST /admin/reindex', [
    { name: 'done', status: 200, headers: owner },
    { name: 'another key', status: 401 },
  ]),
  ...of('GET /openapi.json', [{ name: 'itself', status: 200 }]),
  ...of('GET /', [{ name: 'a page', status: 200 }]),
  ...of('GET /index.html', [{ name: 'a page', status: 200 }]),
  ...of('GET /publications', [
    { name: 'a page', status: 200, address: '/publications?kind=paper' },
    { name: 'an empty filter', status: 303, address: '/publications?kind=paper&year=' },
    { name: 'a bad filter', status: 400, address: '/publications?year=soon' },
  ]),
  ...of('GET /topics', [{ name: 'a page', status: 200 }]),
  ...of('GET /people', [{ name: 'none', status: 404 }]),
  ...of('GET /talks', [{ name: 'none', status: 404 }]),
  ...of('GET /teaching', [{ name: 'none', status: 404 }]),
  ...of('GET /supervision', [{ name: 'none', status: 404 }]),
  ...of('GET /embed', [{ name: 'a page', status: 200, address: '/embed?height=500' }]),
  ...of('GET /embed/setup', [{ name: 'a page', status: 200, address: '/embed/setup?site=x' }]),
  ...of('GET /docs', [{ name: 'a page', status: 200 }]),
  ...of('GET /ask', [
    { name: 'an answer', status: 200, address: '/ask?question=Why%3F' },
    { name: 'no question', status: 400 },
    { name: 'a failure', status: 500, address: '/ask?question=fail%20early' },
    { name: 'a model that fails', status: 502, address: '/ask?question=refuse' },
  ]),
  ...of('POST /feedback', [
    { name: 'taken', status: 200, headers: form, body: 'answerId=a&question=b&rating=up' },
    {
      name: 'with reasons',
      status: 200,
      headers: form,
      body: 'answerId=a&question=b&rating=down&reasons=unclear&reasons=incorrect&comment=c',
    },
    { name: 'no rating', status: 400, headers: form, body: 'answerId=a&question=b' },
    { name: 'a foreign page', status: 403, headers: { ...form, ...foreign }, body: 'rating=up' },
    { name: 'a huge body', status: 413, headers: form, body: `question=${tooLarge}` },
    { name: 'JSON', status: 415, body: feedback },
  ]),
  ...of('POST /ask', [
    { name: 'an answer', status: 200, headers: form, body: 'question=Why%3F' },
    { name: 'no question', status: 400, headers: form, body: '' },
    { name: 'no history', status: 400, headers: form, body: 'question=Why%3F&history=x' },
    { name: 'a foreign page', status: 403, headers: { ...form, ...foreign }, body: 'question=a' },
    { name: 'a huge body', status: 413, headers: form, body: `question=${tooLarge}` },
    { name: 'JSON', status: 415, body: question('Why?') },
    { name: 'a failure', status: 500, headers: form, body: 'question=fail%20early' },
    { name: 'a model that fails', status: 502, headers: form, body: 'question=refuse' },
  ]),
];

function of(operation: string, cases: readonly Omit<Case, 'operation'>[]): Case[] {
  return cases.map((one) => ({ operation, ...one }));
}
