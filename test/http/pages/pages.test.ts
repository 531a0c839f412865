import { mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import request from 'supertest';
import { expect, test } from 'vitest';
import type { Answer, Service } from '../../../src/domain.ts';
import { createApp } from '../../../src/http/app.ts';
import { PAGES } from '../../../src/language/en/templates/pages.ts';
import { answerTo, citation, fakeService } from '../fake-service.ts';
import { publicDir } from '../wire.ts';

function start(service: Service = fakeService()) {
  return createApp({ service, publicDir, logError: () => {} }).app;
}

function answering(parts: Partial<Answer>): Service {
  return {
    ...fakeService(),
    async *ask({ question }) {
      yield { type: 'end', answer: { ...answerTo(question), ...parts } };
    },
  };
}

const ask = (app: ReturnType<typeof start>, question: string) =>
  request(app).get(`/ask?question=${encodeURIComponent(question)}`);

test('GET /ask answers on a page without scripts, with numbered sources and quotes', async () => {
  const page = await ask(start(), 'Why do kites fly?').expect(200);
  expect(page.type).toBe('text/html');
  expect(page.text).toContain('<title>Why do kites fly? · Ask about Ada Example</title>');
  expect(page.text).toContain('the wind pushes them up. <a class="marker" href="#source-1"');
  expect(page.text).toContain('<li id="source-1" value="1">');
  expect(page.text).toContain(
    '<blockquote>Kites fly because the wind pushes them up.</blockquote>',
  );
  expect(page.text).toContain(
    'href="https://example.org/kites.pdf" rel="noopener nofollow">PDF</a>',
  );
  expect(page.text).toContain('href="ask?question=How%20long%20was%20the%20longest%20flight%3F"');
  expect(page.text).toContain('<form class="ask" action="ask">');
  expect(page.text).not.toMatch(/<script|style=|onclick/);
});

test('GET /ask shows a number in brackets without a citation as text, and says that quotes are the profile’s', async () => {
  const service = answering({
    question: 'Where?',
    answer: 'The id is in log[7] and M[07][4] [1].',
    citations: [citation],
  });
  const page = await ask(start(service), 'Where?').expect(200);
  expect(page.text).toContain('log[7] and M[07][4] <a class="marker" href="#source-1"');
  expect(page.text).toContain(PAGES.answer.quotesNote);
});

test('GET /ask escapes questions, answers and citations', async () => {
  const evil = '"><img src=x onerror=alert(1)>';
  const service = answering({
    question: evil,
    answer: `${evil} [a](javascript:alert(1)) [1]`,
    citations: [
      {
        ...citation,
        title: evil,
        heading: evil,
        quote: evil,
        url: 'javascript:alert(1)',
        links: [{ label: evil, url: evil }],
      },
    ],
    followUps: [evil],
  });
  const page = await ask(start({ ...service, researcher: evil }), evil).expect(200);
  expect(page.text).not.toContain('<img');
  expect(page.text).not.toMatch(/="javascript:/);
});

test('GET /ask shows an answer without sources when the profile does not cover the question', async () => {
  const answer = 'The profile does not say.';
  const page = await ask(
    start(answering({ status: 'not_covered', answer, citations: [] })),
    'Age?',
  );
  expect(page.text).toContain(`<p>${answer}</p>`);
  expect(page.text).not.toContain('Sources');
  expect(page.text).not.toContain(PAGES.answer.extractive);
});

test.each([
  ['', 400, PAGES.answer.noQuestion],
  ['?question=%20', 400, PAGES.answer.noQuestion],
  [`?question=${'x'.repeat(2001)}`, 400, 'has 2,001 characters; the limit is 2,000'],
  ['?question=fail%20early', 500, PAGES.answer.failed],
])('GET /ask%s is refused with a sentence', async (query, status, words) => {
  const page = await request(start()).get(`/ask${query}`).expect(status);
  expect(page.type).toBe('text/html');
  expect(page.text).toContain(words);
  expect(page.text).toContain('<form class="ask" action="ask">');
  expect(page.text).not.toContain('secret');
});

test('GET / asks about this researcher if the profile has no name', async () => {
  const page = await request(start({ ...fakeService(), researcher: null }))
    .get('/')
    .expect(200);
  expect(page.text).toContain('<title>Ask about this researcher’s research</title>');
  expect(page.text).toContain('name="question" value="Who is this researcher?"');
  expect(page.text).toContain('<form class="ask" action="ask">');
});

test.each(['/', '/index.html', '/ask?question=Why'])(
  '%s allows nothing from other hosts',
  async (address) => {
    const page = await request(start()).get(address).expect(200);
    expect(page.headers['content-security-policy']).toMatch(
      /^default-src 'none';.*require-trusted-types-for 'script'$/,
    );
  },
);

test('GET /api/config has the settings of a page, and whether feedback is accepted', async () => {
  const { researcher, suggestions } = fakeService();
  const without = await request(start()).get('/api/config').expect(200);
  expect(without.body).toEqual({ researcher, suggestions, feedback: false });
  const { app } = createApp({ service: fakeService(), publicDir, feedback: () => {} });
  const reply = await request(app).get('/api/config').expect(200);
  expect(reply.body).toEqual({ researcher, suggestions, feedback: true });
});

test('POST /api/feedback passes valid feedback to the sink', async () => {
  const kept: unknown[] = [];
  const feedback = async (entry: unknown) => void kept.push(entry);
  const { app } = createApp({ service: fakeService(), publicDir, feedback });
  const opinion = { answerId: 'a', question: 'Why?', rating: 'down', reasons: ['unclear'] };
  await request(app)
    .post('/api/feedback')
    .send({ ...opinion, extra: 1 })
    .expect(204);
  expect(kept).toEqual([opinion]);
  const reply = await request(app)
    .post('/api/feedback')
    .send({ ...opinion, rating: 'fine' });
  expect(reply.status).toBe(400);
  expect(reply.body.detail).toBe('rating must be "up" or "down", not "fine".');
  expect(kept).toHaveLength(1);
});

test('POST /api/feedback does not exist without a sink', async () => {
  await request(start()).post('/api/feedback').send({}).expect(404);
});

test('any site may load the widget, and browsers keep it under its hashed name', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'public-'));
  for (const name of ['widget.js', 'widget-0123abcd.js']) {
    await writeFile(path.join(folder, name), '1');
  }
  const { app } = createApp({ service: fakeService(), publicDir: folder });
  const plain = await request(app).get('/widget.js').expect(200);
  const hashed = await request(app).get('/widget-0123abcd.js').expect(200);
  expect(plain.headers).toMatchObject({ 'access-control-allow-origin': '*' });
  expect(plain.headers['cache-control']).toBe('public, max-age=300');
  expect(hashed.headers['cache-control']).toBe('public, max-age=31536000, immutable');
});
