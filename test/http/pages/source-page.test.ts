import { XMLParser, XMLValidator } from 'fast-xml-parser';
import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../../src/config.ts';
import { splitSource } from '../../../src/corpus/split.ts';
import { supervisedTheses } from '../../../src/corpus/works.ts';
import { createApp } from '../../../src/http/app.ts';
import { sourceOf } from '../../support/corpus.ts';
import { profileSources, serviceOver } from '../../support/profile.ts';
import { answerTo, citation, fakeService } from '../fake-service.ts';
import { publicDir } from '../wire.ts';

const service = await profileSources();
const ORIGIN = 'https://ask.example.org';
const { app } = createApp({ service, publicDir, publicUrl: ORIGIN });
const get = (address: string) => request(app).get(address);

function linkedData(page: string): Record<string, unknown> {
  return JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/.exec(page)?.[1] ?? '');
}

describe('GET /sources/:id', () => {
  test('shows every source, with an anchor for each passage and without `asks`', async () => {
    for (const { id, asks } of service.sources) {
      const { text } = await get(`/sources/${id}`).expect(200);
      const anchors = [...text.matchAll(/id="p-(\d+)"/g)].map(([, number]) => `${id}#${number}`);
      expect(anchors).toEqual(service.passagesOf(id).map((passage) => passage.id));
      expect(linkedData(text)['@context']).toBe('https://schema.org');
      for (const ask of asks) expect(text).not.toContain(ask);
      expect(text).not.toMatch(
        /[\uE000-\uE002]|style=|onclick|<script(?! type="application\/ld| src="..\/copy.js")/,
      );
    }
  });

  test('has facts, links, headings, neighbors and its citation', async () => {
    const { text } = await get('/sources/eddyline').expect(200);
    expect(text).toContain(
      '<link rel="canonical" href="https://ask.example.org/sources/eddyline">',
    );
    expect(text).toContain(
      '<dd><a href="../publications?venue=RIVCON">RIVCON</a> 2023, pages 321–339</dd>',
    );
    expect(text).toContain('<a href="../publications?author=Lin+Zhao">Lin Zhao</a>');
    expect(text).toContain('<b>Ylva Sandqvist</b>');
    expect(text).toContain('<a href="../sources/theme-gauge-sampling">gauge sampling</a>');
    expect(text).toContain('<h2>How it works</h2><p><span id="p-3"></span>Eddyline writes all');
    expect(text).toContain('<pre id="bibtex">@inproceedings{zhao2023memory,');
    expect(text).toContain('<pre>TY  - CONF');
    expect(text).toContain('Newer: <a href="../sources/floodlab">');
    expect(text).toContain('Older: <a href="../sources/millrace">');
  });

  test('leads to the section that it belongs to, and from a student’s thesis not to publications', async () => {
    const [thesis] = supervisedTheses(service.sources);
    const page = await get(`/sources/${thesis?.id}`).expect(200);
    expect(page.text).toContain('<a href="../supervision" aria-current="page">');
    expect(page.text).not.toContain('href="../publications?');
    const theme = await get('/sources/theme-gauge-sampling').expect(200);
    expect(theme.text).toContain('<a href="../topics" aria-current="page">');
    expect(theme.text).toMatch(/<h2>Publications<\/h2><ul class="works">/);
  });

  test.each([
    ['eddyline', 'ScholarlyArticle', { datePublished: '2023', pagination: '321-339' }],
    ['phd-thesis', 'Thesis', { author: [{ '@type': 'Person', name: 'Ylva Sandqvist' }] }],
    ['ylva-sandqvist', 'Person', { name: 'Ylva Sandqvist' }],
    ['microgauge', 'SoftwareSourceCode', { codeRepository: expect.any(String) }],
    ['flood-readings', 'Dataset', {}],
    ['rivers-in-practice', 'Book', {}],
    [
      'brackish-interviews',
      'ScholarlyArticle',
      { isPartOf: { '@type': 'Periodical', name: 'Journal of Open Water' } },
    ],
  ])('says in structured data that %s is a %s', async (id, type, fields) => {
    const { text } = await get(`/sources/${id}`).expect(200);
    expect(linkedData(text)).toMatchObject({
      '@type': type,
      '@id': `${ORIGIN}/sources/${id}`,
      ...fields,
    });
  });

  test('escapes everything, and keeps brackets in the text as text', async () => {
    const evil = '</script><img src=x onerror=alert(1)>"';
    const source = sourceOf({
      fullTitle: evil,
      summary: evil,
      people: [evil],
      venue: evil,
      year: 2020,
      url: 'javascript:alert(1)',
      links: [{ label: evil, url: 'javascript:alert(1)' }],
      awards: [evil],
      topics: [evil],
      body: `${evil} As said before [12].\n\n## ${evil}\n\n- one\n- [two](javascript:alert(1))\n\n3. three`,
    });
    const bad = createApp({
      service: serviceOver([source], await splitSource(source), evil),
      publicDir,
    }).app;
    for (const address of ['/sources', '/sources/hindsight']) {
      const { text } = await request(bad).get(address).expect(200);
      expect(text).not.toContain('<img');
      expect(text.match(/<\/script>/g) ?? []).toHaveLength(address === '/sources' ? 0 : 2);
      expect(text).not.toMatch(/href="javascript/);
    }
    const { text } = await request(bad).get('/sources/hindsight');
    expect(text).toContain('As said before [12].');
    expect(text).toContain('<li><p><span id="p-2"></span>one</p></li>');
    expect(linkedData(text)['name']).toBe(evil);
  });

  test.each(['/sources/nothing', '/sources/nothing.md', '/sources/eddyline.txt'])(
    '%s is not there',
    async (address) => {
      const reply = await get(address).expect(404);
      expect(reply.type).toBe('application/problem+json');
    },
  );
});

test('GET /sources lists every source once, by kind', async () => {
  const { text } = await get('/sources').expect(200);
  const listed = [...text.matchAll(/href="\.\/sources\/([a-z0-9-]+)"/g)].map(([, id]) => id);
  expect(listed.sort()).toEqual(service.sources.map(({ id }) => id).sort());
  expect(text).toContain('<h2>Projects</h2>');
  expect(linkedData(text)['@type']).toBe('Person');
});

test('an address with a trailing slash redirects to the one without', async () => {
  const reply = await get('/sources/').expect(308);
  expect(reply.headers['location']).toBe('../sources');
});

describe('for machines', () => {
  test('GET /sources/:id.md has the facts and text of every source', async () => {
    for (const { id, asks, body } of service.sources) {
      const reply = await get(`/sources/${id}.md`).expect(200);
      expect(reply.type).toBe('text/markdown');
      expect(reply.text).toMatch(/^# \S/);
      expect(reply.text).toContain(body.trim());
      for (const ask of asks) expect(reply.text).not.toContain(ask);
    }
    const { text } = await get('/sources/eddyline.md');
    expect(text).toContain('- Published: RIVCON 2023, pages 321–339\n');
    expect(text).toContain(`- This page: <${ORIGIN}/sources/eddyline>\n`);
  });

  test('GET /llms.txt has the form of llmstxt.org and names every source', async () => {
    const reply = await get('/llms.txt').expect(200);
    expect(reply.type).toBe('text/plain');
    const lines = reply.text.trim().split('\n');
    expect(lines[0]).toBe('# Ylva Sandqvist');
    expect(lines[2]).toMatch(/^> \S/);
    const sections = lines.slice(lines.findIndex((line) => line.startsWith('## ')));
    for (const line of sections) expect(line).toMatch(/^(|## \S.*|- \[.+\]\(https:\S+\): \S.*)$/);
    for (const { id } of service.sources) expect(reply.text).toContain(`/sources/${id}.md)`);
    expect(sections.filter((line) => line.startsWith('## ')).at(-1)).toBe('## Optional');
  });

  test('GET /llms-full.txt has the full text without `asks`', async () => {
    const { text } = await get('/llms-full.txt').expect(200);
    for (const { kind, body, asks } of service.sources) {
      if (kind !== 'list') expect(text).toContain(body.trim());
      for (const ask of asks) expect(text).not.toContain(ask);
    }
  });

  test('GET /sitemap.xml is well-formed and names every page once', async () => {
    const odd = createApp({ service, publicDir, publicUrl: 'https://x.example/a&b' }).app;
    const { text, type } = await request(odd).get('/sitemap.xml').expect(200);
    expect(type).toBe('application/xml');
    expect(XMLValidator.validate(text)).toBe(true);
    const { urlset } = new XMLParser({ htmlEntities: true }).parse(text);
    const places = urlset.url.map(({ loc }: { loc: string }) => loc);
    expect(places).toEqual([
      'https://x.example/a&b/',
      ...['publications', 'topics', 'people', 'supervision', 'sources'].map(
        (section) => `https://x.example/a&b/${section}`,
      ),
      ...service.sources.map(({ id }) => `https://x.example/a&b/sources/${id}`),
    ]);
  });

  test('GET /robots.txt names the sitemap and keeps crawlers from asking', async () => {
    const { text } = await get('/robots.txt').expect(200);
    expect(text).toBe(
      `User-agent: *\nAllow: /\nDisallow: /ask?\nDisallow: /publications?\n\nSitemap: ${ORIGIN}/sitemap.xml\n`,
    );
  });

  test.each([
    '/sources',
    '/sources/eddyline',
    '/sources/eddyline.md',
    '/llms.txt',
    '/llms-full.txt',
    '/sitemap.xml',
    '/robots.txt',
    '/api/topics',
    '/api/supervision',
    '/api/publications',
  ])('%s is not sent again to a client that has it', async (address) => {
    const { headers } = await get(address).expect(200);
    expect(headers['cache-control']).toBe('no-cache');
    await get(address)
      .set('If-None-Match', headers['etag'] ?? '')
      .expect(304);
  });
});

describe('without PUBLIC_URL', () => {
  const bare = createApp({ service: fakeService(), publicDir }).app;

  test.each(['ask.example.org', 'localhost:3000', '[::1]:3000'])(
    'addresses start with the host of the request: %s',
    async (host) => {
      const { text } = await request(bare).get('/robots.txt').set('Host', host).expect(200);
      expect(text).toContain(`Sitemap: http://${host}/sitemap.xml`);
    },
  );

  test.each(['a"b', 'a/b', '<b>', 'a b', ''])('a Host of %j is refused', async (host) => {
    for (const address of ['/robots.txt', '/sources', '/sources/kites']) {
      const reply = await request(bare).get(address).set('Host', host).expect(400);
      expect(reply.body.detail).toContain('Send the name you use to reach this server');
    }
  });
});

test('a citation without a web page links to the passage on our page', async () => {
  const answering = {
    ...service,
    async *ask() {
      const citations = [{ ...citation, sourceId: 'eddyline', passageId: 'eddyline#3', url: null }];
      yield { type: 'end', answer: { ...answerTo('Why?'), citations } } as const;
    },
  };
  const asked = createApp({ service: answering, publicDir }).app;
  const { text } = await request(asked).get('/ask?question=Why').expect(200);
  expect(text).toContain('<a href="sources/eddyline#p-3">Kites</a>');
});

test('a trailing slash of PUBLIC_URL is not doubled', () => {
  expect(readConfig({ PUBLIC_URL: 'https://x.example/ask/' }).PUBLIC_URL).toBe(
    'https://x.example/ask',
  );
});
