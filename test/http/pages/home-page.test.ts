import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { createApp } from '../../../src/http/app.ts';
import { sourceOf } from '../../support/corpus.ts';
import { profileSources, serviceOver } from '../../support/profile.ts';
import { publicDir } from '../wire.ts';

const ada = sourceOf({
  id: 'ada',
  kind: 'person',
  title: 'Ada Quill',
  pronouns: 'she/her',
  role: 'Professor of Hydrology',
  organization: 'University of Lund',
  photo: 'https://example.org/ada.jpg',
  asOf: '2026-01',
  links: [{ label: 'Homepage', url: 'https://example.org/' }],
});
const paper = sourceOf({ id: 'tides', kind: 'paper', title: 'Tides', people: ['Ada Quill'] });
const service = serviceOver([ada, paper], [], 'Ada Quill');

const home = (options = {}, query = '') =>
  request(createApp({ service, publicDir, ...options }).app)
    .get(`/${query}`)
    .set('Host', 'ask.example.org')
    .expect(200);

describe('GET /', () => {
  test('begins with the person: photo, position and as of when', async () => {
    const { text } = await home();
    expect(text).toContain('<img class="photo" src="https://example.org/ada.jpg" alt=""');
    expect(text).toContain('Professor of Hydrology, University of Lund');
    expect(text).toContain('As of January 2026');
    expect(text).toContain('she/her');
    expect(text).toContain('<a href="https://example.org/" rel="noopener">Homepage</a>');
    expect(text).toContain('href="./sources/tides"');
  });

  test('tells search engines and sites that link to it what it is', async () => {
    const { text } = await home();
    expect(text).toContain('<link rel="canonical" href="http://ask.example.org/">');
    expect(text).toContain('<meta property="og:title" content="Ask about Ada Quill’s research">');
    expect(text).toContain('<meta property="og:image" content="https://example.org/ada.jpg">');
    const [, data = ''] = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(text) ?? [];
    expect(JSON.parse(data)).toMatchObject({
      '@type': 'Person',
      name: 'Ada Quill',
      jobTitle: 'Professor of Hydrology',
    });
  });

  test('shows of a profile that needs a key the name alone', async () => {
    const { text } = await home({ keys: { find: () => null }, requireKey: true });
    expect(text).toContain('Ada Quill');
    expect(text).not.toMatch(/Hydrology|Lund|Tides|2026|she\/her|search\.js|ada\.jpg/);
  });

  test('with a question is not for search engines, and leads on without scripts', async () => {
    const { text } = await home({}, `?question=${encodeURIComponent('Why "tides"?')}`);
    expect(text).toContain('<meta name="robots" content="noindex">');
    expect(text).toContain('content="0; url=ask?question=Why%20%22tides%22%3F"');
    expect(text).toContain('>Why &#34;tides&#34;?</textarea>');
  });

  test('names the model that questions are sent to', async () => {
    expect((await home()).text).not.toContain('language model');
    const status = { ...service.status, chatModel: 'gpt-x' };
    const { text } = await home({ service: { ...service, status } });
    expect(text).toContain('is sent to the language model gpt-x');
  });
});

test('every page has one h1 and the way to all others', async () => {
  const profile = await profileSources();
  const { app } = createApp({ service: profile, publicDir });
  for (const address of ['/', '/publications', '/topics', '/people', '/sources', '/embed/setup']) {
    const { text } = await request(app).get(address).expect(200);
    expect(text.match(/<h1/g), address).toHaveLength(1);
    expect(text, address).toMatch(/<nav aria-label="Sections">.*publications.*sources/s);
  }
});
