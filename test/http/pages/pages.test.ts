import { mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import request from 'supertest';
import { describe, expect, test } from 'vitest';
import type { Answer, Feedback, Service, Source } from '../../../src/domain.ts';
import { createApp } from '../../../src/http/app.ts';
import { html } from '../../../src/http/pages/html.ts';
import { PAGES } from '../../../src/language/en/templates/pages.ts';
import { answerTo, citation, fakeService, kites } from '../fake-service.ts';
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
  expect(page.text).toContain('<button name="question" value="How long was the longest flight?">');
  expect(page.text).toContain('<form class="ask" method="post" action="ask#latest">');
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
  expect(page.text).not.toContain('<h2>Sources');
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

describe('a conversation without scripts', () => {
  /** The hidden field of the forms on a page; both have the same. */
  function carried({ text }: { text: string }): string {
    const values = [...text.matchAll(/name="history" value="([^"]*)"/g)].map(([, value]) => value);
    expect(new Set(values).size).toBeLessThanOrEqual(1);
    return (values[0] ?? '').replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));
  }

  const send = (app: ReturnType<typeof start>, fields: Readonly<Record<string, string>>) =>
    request(app).post('/ask').type('form').send(fields);

  test('stays in the forms of each page, and is shown above the answer', async () => {
    const service = fakeService();
    const app = start(service);
    const first = await ask(app, 'Why do kites fly?');
    const second = await send(app, { question: 'How long?', history: carried(first) }).expect(200);
    const third = await send(app, { question: 'By whom?', history: carried(second) }).expect(200);
    const turn = (content: string) => [
      { role: 'user', content },
      { role: 'assistant', content: answerTo(content).answer },
    ];
    expect(service.asked).toEqual([
      { question: 'Why do kites fly?', history: [] },
      { question: 'How long?', history: turn('Why do kites fly?') },
      { question: 'By whom?', history: [...turn('Why do kites fly?'), ...turn('How long?')] },
    ]);
    expect(first.text).not.toContain('class="earlier"');
    const [earlier = '', latest = ''] = third.text.split('<h1');
    expect(earlier).toMatch(/<h2>Why do kites fly\?<\/h2>.*<h2>How long\?<\/h2>/s);
    expect(earlier).toContain('<a class="marker" href="sources/kites#p-1"');
    expect(latest).toContain('By whom?');
    expect(latest).toContain('<a class="marker" href="#source-1"');
    expect(latest).toContain(`<a href="./">${PAGES.answer.startOver}</a>`);
    expect(third.text).not.toMatch(/<script|style=|onclick/);
  });

  test('keeps the newest turns, within what the API takes and a page should weigh', async () => {
    const service = answering({ answer: 'x'.repeat(9_000), citations: [citation] });
    const app = start(service);
    let page = await ask(app, 'Question 0?');
    for (let i = 1; i < 6; i++) {
      const fields = { question: `Question ${i}?`, history: carried(page) };
      page = await send(app, fields).expect(200);
    }
    const kept = JSON.parse(carried(page)) as { content: string }[];
    expect(kept.map(({ content }) => content.length)).toEqual([11, 8_000, 11, 8_000, 11, 8_000]);
    expect(kept.at(-2)?.content).toBe('Question 5?');
  });

  test.each([
    ['not JSON', 'kites'],
    ['nested too deeply', '['.repeat(200_000)],
    ['no messages', '[1]'],
    ['an unknown role', '[{"role":"system","content":"x"}]'],
    ['a long message', JSON.stringify([{ role: 'user', content: 'x'.repeat(8_001) }])],
    [
      'too much to show',
      JSON.stringify(Array(9).fill({ role: 'user', content: 'x'.repeat(8_000) })),
    ],
    ['many messages', JSON.stringify(Array(21).fill({ role: 'user', content: 'x' }))],
  ])('begins anew if its history is %s', async (_name, history) => {
    const service = fakeService();
    const page = await send(start(service), { question: 'Why?', history }).expect(400);
    expect(page.text).toContain(PAGES.answer.badHistory);
    expect(carried(page)).toBe('');
    expect(service.asked).toEqual([]);
  });

  test('links only passages of the corpus, and escapes what a form sends', async () => {
    const evil = '"><img src=x onerror=alert(1)> [1] [2] [3]';
    const cited = [
      [1, 'kites#1'],
      [2, 'nothing#1'],
      [3, 'kites#"><img>'],
    ];
    const history = JSON.stringify([
      { role: 'user', content: evil },
      { role: 'assistant', content: `${evil} [a](javascript:alert(1))`, cited },
    ]);
    const page = await send(start(), { question: 'Why?', history }).expect(200);
    const [earlier = ''] = page.text.split('<h1');
    expect(page.text).not.toContain('<img');
    expect(page.text).not.toMatch(/="javascript:/);
    expect([...earlier.matchAll(/href="(sources[^"]*)"/g)].map(([, href]) => href)).toEqual([
      'sources/kites#p-1',
    ]);
    expect(earlier).toContain('[2] [3]');
  });

  test.each(['[', '- ', '> ', '1. ', '*_', '[a](', 'a\n\n'])(
    'shows an answer that a form made up of "%s" as text',
    async (unit) => {
      const content = unit.repeat(1_000);
      const history = JSON.stringify([{ role: 'assistant', content }]);
      const page = await send(start(), { question: 'Why?', history }).expect(200);
      expect(page.text).toContain(html`<div class="answer"><p>${content}</p></div>`.text);
    },
  );

  test.each([
    [' ', 400, PAGES.answer.noQuestion],
    ['x'.repeat(2_001), 400, 'has 2,001 characters; the limit is 2,000'],
    ['fail early', 500, PAGES.answer.failed],
  ])('goes on after a question that is refused', async (question, status, words) => {
    const app = start();
    const history = carried(await ask(app, 'Why do kites fly?'));
    const page = await send(app, { question, history }).expect(status);
    expect(page.text).toContain(words);
    expect(page.text).toContain('<h2>Why do kites fly?</h2>');
    expect(carried(page)).toBe(history);
  });

  test('goes on after the rate limit', async () => {
    const limit = { rate: { requests: 1, windowMs: 60_000 } };
    const { app } = createApp({ service: fakeService(), publicDir, limit });
    const history = carried(await ask(app, 'Why do kites fly?'));
    const page = await send(app, { question: 'How long?', history }).expect(429);
    expect(page.headers['retry-after']).toBe('60');
    expect(page.text).toContain('Please try again in 60 s.');
    expect(page.text).toContain('How long?');
    expect(carried(page)).toBe(history);
  });

  test('refuses bodies that are too large or no form, and forms of other sites', async () => {
    const service = fakeService();
    const { app } = createApp({ service, publicDir, warn: () => {} });
    await send(app, { question: 'Why?', history: 'x'.repeat(1_000_001) }).expect(413);
    await request(app).post('/ask').send({ question: 'Why?' }).expect(415);
    const foreign = send(app, { question: 'Why?' }).set('Origin', 'https://stranger.example');
    await foreign.expect(403);
    expect(service.asked).toEqual([]);
    await send(app, { question: 'Why?' }).set('Sec-Fetch-Site', 'same-origin').expect(200);
  });

  test('requires a key where the owner does', async () => {
    const keys = { find: () => null };
    const { app } = createApp({ service: fakeService(), publicDir, keys, requireKey: true });
    await send(app, { question: 'Why?' }).expect(401);
  });
});

test('GET / asks about this researcher if the profile has no name', async () => {
  const page = await request(start({ ...fakeService(), researcher: null }))
    .get('/')
    .expect(200);
  expect(page.text).toContain('<title>Ask about this researcher’s research</title>');
  expect(page.text).not.toContain('value="Who is');
  expect(page.text).toContain('<form class="ask" action="ask">');
});

test('GET / proposes questions about what the corpus has, and no others', async () => {
  const examplesFor = async (...sources: Source[]) => {
    const service = { ...fakeService(), researcher: 'Ada Example', sources };
    const { text } = await request(start(service)).get('/').expect(200);
    return [...text.matchAll(/name="question" value="(.*?)"/g)].map(([, question]) => question);
  };
  expect(await examplesFor(kites)).toEqual([
    'Who is Ada Example?',
    'What does Ada Example work on now?',
    'Which papers won awards?',
    'What are the latest publications?',
    'How many papers are there?',
  ]);
  const talk: Source = { ...kites, id: 'talk', kind: 'talk', awards: [] };
  expect(await examplesFor(talk, { ...talk, id: 'course', kind: 'course' })).toEqual([
    'Who is Ada Example?',
    'What does Ada Example work on now?',
    'Which talks are there?',
    'Which courses are there?',
  ]);
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

describe('rating on the page without scripts', () => {
  const rate = (app: ReturnType<typeof start>, fields: object) =>
    request(app).post('/feedback').type('form').send(fields);

  test('passes on reasons and words, and goes on with the conversation', async () => {
    const given: Feedback[] = [];
    const { app } = createApp({
      service: fakeService(),
      publicDir,
      feedback: (one) => void given.push(one),
    });
    const answered = await ask(app, 'Why do kites fly?');
    expect(answered.text).toContain('<input type="checkbox" name="reasons" value="off-topic">');
    const [, history = ''] = /name="history" value="([^"]*)"/.exec(answered.text) ?? [];
    const [, answerId = ''] = /name="answerId" value="([^"]*)"/.exec(answered.text) ?? [];
    const thanks = await rate(app, {
      answerId,
      question: 'Why do kites fly?',
      rating: 'down',
      reasons: ['unclear', 'incomplete'],
      comment: ' Which wind? ',
      history: history.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))),
    }).expect(200);
    expect(given).toEqual([
      {
        answerId: 'answer-1',
        question: 'Why do kites fly?',
        rating: 'down',
        reasons: ['unclear', 'incomplete'],
        comment: 'Which wind?',
      },
    ]);
    await rate(app, { answerId, question: 'Why?', rating: 'down', comment: '' }).expect(200);
    expect(given[1]).toEqual({ answerId, question: 'Why?', rating: 'down', reasons: [] });
    expect(thanks.text).toContain('Thanks for your feedback.');
    expect(thanks.text).toContain('<h2>Why do kites fly?</h2>');
    expect(thanks.text).toContain('name="history"');
  });

  test('says that it failed where it was not kept', async () => {
    const feedback = () => Promise.reject(new Error('The disk is full.'));
    const { app } = createApp({ service: fakeService(), publicDir, feedback, logError: () => {} });
    const fields = { answerId: 'a', question: 'Why?', rating: 'up' };
    const page = await rate(app, fields).expect(500);
    expect(page.text).toContain(PAGES.answer.failed);
    expect(page.text).not.toContain('disk');
    await rate(app, { ...fields, comment: 'x'.repeat(1_001) }).expect(400);
  });

  test('is not offered, and does not exist, without a sink', async () => {
    expect((await ask(start(), 'Why do kites fly?')).text).not.toContain('action="feedback"');
    await rate(start(), { answerId: 'a', question: 'Why?', rating: 'up' }).expect(404);
  });
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
