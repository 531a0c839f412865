import { readFile } from 'node:fs/promises';
import path from 'node:path';
import request from 'supertest';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createApp } from '../../../src/http/app.ts';
import { createJournal } from '../../../src/journal/journal.ts';
import { openSqlite } from '../../../src/journal/sqlite.ts';
import { ADMIN } from '../../../src/language/en/templates/admin.ts';
import { createMetrics } from '../../../src/telemetry/metrics.ts';
import { answered, declined, hoursAgo } from '../../journal/entries.ts';
import { corpusOf, temporaryFolder, writeFiles } from '../../support/corpus.ts';
import { LANTERN } from '../../support/lantern.ts';
import { fakeService } from '../fake-service.ts';
import { publicDir } from '../wire.ts';

const KEY = 'correct-horse-battery-staple';
const QUESTION = 'Do boats <b>float</b>?';

const adminOf = (corpusDir: string) => ({
  ...{ key: KEY, corpusDir },
  reindex: async () => fakeService().status,
});

async function start(options: Partial<Parameters<typeof createApp>[0]> = {}) {
  const file = path.join(await temporaryFolder(), 'journal.sqlite');
  const journal = createJournal({
    database: openSqlite(file),
    keepDays: 90,
    onFailure: () => {},
    onRecovery: () => {},
  });
  onTestFinished(() => journal.close());
  const corpusDir = await corpusOf(LANTERN);
  const { app } = createApp({
    ...{ service: fakeService(), publicDir, journal, admin: adminOf(corpusDir) },
    logError: () => {},
    warn: () => {},
    ...options,
  });
  return { app, journal, corpusDir, agent: request.agent(app) };
}

/** As a browser sends it. */
const asPage = (test: request.Test) =>
  test.set('Accept', 'text/html').set('Sec-Fetch-Site', 'same-origin');

async function loggedIn(options: Partial<Parameters<typeof createApp>[0]> = {}) {
  const started = await start(options);
  await asPage(started.agent.post('/admin/login')).type('form').send({ key: KEY }).expect(303);
  return started;
}

async function withQuestions(options: Partial<Parameters<typeof createApp>[0]> = {}) {
  const started = await loggedIn(options);
  const { journal } = started;
  journal.record(declined(QUESTION));
  journal.record(declined('do BOATS b float b', { askedAt: hoursAgo(2) }));
  journal.record(declined('=2+2', { askedAt: hoursAgo(50), reason: 'out_of_scope' }));
  for (let i = 0; i < 6; i++)
    journal.record(answered('Why do kites fly?', { milliseconds: 1_500 }));
  await journal.rate({ answerId: 'a', question: 'Why?', rating: 'down', reasons: ['unclear'] });
  await expect.poll(async () => (await journal.misses(new Date(0))).length).toBe(4);
  await expect.poll(async () => (await journal.sources(new Date(0))).get('kites')).toBe(6);
  return started;
}

describe('the page of the owner', () => {
  it.each(['/admin', '/admin/gaps.csv', '/admin/gaps.json'])(
    'is not there without an admin key: %s',
    async (address) => {
      const { app } = await start({ admin: undefined });
      await request(app).get(address).expect(404);
      await request(app).get(address).set('Authorization', 'Bearer ').expect(404);
    },
  );

  it('asks for the key, and shows nothing of the journal before', async () => {
    const { agent, journal } = await start();
    journal.record(declined(QUESTION));
    const page = await asPage(agent.get('/admin')).expect(401);
    expect(page.text).toContain('<input id="key" name="key" type="password"');
    expect(page.text).not.toContain('boats');
    for (const address of ['/admin/gaps.csv', '/admin/gaps.json']) {
      const reply = await agent.get(address).expect(401);
      expect(reply.headers['www-authenticate']).toMatch(/^Bearer /);
    }
    await agent.post('/admin/stub').type('form').send({ question: QUESTION }).expect(401);
  });

  it('opens with the key in the form, by a cookie that no script and no other site can use', async () => {
    const { app } = await start();
    const reply = await asPage(request(app).post('/admin/login'))
      .type('form')
      .send({ key: ` ${KEY} ` });
    expect(reply.status).toBe(303);
    expect(reply.headers['location']).toBe('../admin');
    const [cookie = ''] = reply.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^admin=[\w.-]+; Max-Age=43200; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain(KEY);
    const [value = ''] = cookie.split(';');
    const get = (text: string) => request(app).get('/admin').set('Cookie', text);
    await get(`other=1; ${value}`).expect(200);
    await get(`${value}x`).expect(401);
    await get('admin=99999999999999.abc').expect(401);
  });

  it('has a cookie for HTTPS alone where visitors come by HTTPS', async () => {
    const { app } = await start({ publicUrl: 'https://ask.example/questions' });
    const reply = await request(app)
      .post('/questions/admin/login')
      .set('Host', 'ask.example')
      .type('form')
      .send({ key: KEY });
    expect(reply.headers['set-cookie']?.[0]).toMatch(/; Secure$/);
  });

  it('refuses another key, with a sentence, and sets no cookie', async () => {
    const { agent } = await start();
    const reply = await asPage(agent.post('/admin/login')).type('form').send({ key: 'guess' });
    expect(reply.status).toBe(401);
    expect(reply.headers).not.toHaveProperty('set-cookie');
    expect(reply.text).toContain(`role="alert" id="error">${ADMIN.wrongKey}`);
    expect(reply.text).toContain('<link rel="stylesheet" href="../admin.css">');
  });

  it('opens with the key as a bearer, also where callers need API keys', async () => {
    const { app } = await start({ keys: { find: () => null }, requireKey: true });
    const get = (key: string) =>
      request(app).get('/admin/gaps.json').set('Authorization', `Bearer ${key}`);
    expect((await get(KEY).expect(200)).body).toMatchObject({ gaps: [] });
    await get('guess').expect(401);
  });

  it('lets nobody guess keys for long, in the form or as a bearer of any route', async () => {
    const { metrics } = createMetrics();
    const asBearer = (test: request.Test) => test.set('Authorization', 'Bearer guess');
    // Without a journal, the key opens these alone.
    for (const journal of [(await start()).journal, undefined]) {
      const { app } = await start({ journal, metrics });
      const ways = [
        () => asBearer(request(app).get('/metrics')),
        () => asBearer(request(app).post('/admin/reindex')),
        ...(journal ? [() => asBearer(request(app).get('/admin'))] : []),
        ...(journal
          ? [() => request(app).post('/admin/login').type('form').send({ key: '?' })]
          : []),
      ];
      const statuses: number[] = [];
      for (let i = 0; i < 30; i++) statuses.push((await ways[i % ways.length]?.())?.status ?? 0);
      for (const way of ways) statuses.push((await way()).status);
      expect(statuses).toEqual([...Array(30).fill(401), ...ways.map(() => 429)]);
    }
  });

  it('is closed after twelve hours, and for all when there is a new key', async () => {
    const { app, journal, corpusDir } = await start();
    const reply = await request(app).post('/admin/login').type('form').send({ key: KEY });
    const [cookie = ''] = reply.headers['set-cookie'] ?? [];
    const admin = { ...adminOf(corpusDir), key: 'another-key-of-the-owner' };
    const renewed = await start({ journal, admin });
    const get = (of: typeof app) => request(of).get('/admin').set('Cookie', cookie);
    await get(app).expect(200);
    await get(renewed.app).expect(401);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 12 * 3_600_000 + 1_000 });
    onTestFinished(() => void vi.useRealTimers());
    await get(app).expect(401);
  });

  it('ends with the cookie when the owner logs out', async () => {
    const { agent } = await loggedIn();
    await agent.get('/admin').expect(200);
    await asPage(agent.post('/admin/logout')).expect(303);
    await agent.get('/admin').expect(401);
  });

  it.each(['/admin/login', '/admin/logout', '/admin/stub'])(
    'takes no forms of other sites: %s',
    async (address) => {
      const { agent } = await loggedIn();
      await agent
        .post(address)
        .set('Origin', 'https://elsewhere.example')
        .set('Sec-Fetch-Site', 'cross-site')
        .type('form')
        .send({ key: KEY, question: QUESTION })
        .expect(403);
    },
  );

  it('is kept by no cache and shown in no frame', async () => {
    const { headers } = await (await loggedIn({ allowedOrigins: ['https://a.example'] })).agent.get(
      '/admin',
    );
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['content-security-policy']).toMatch(/frame-ancestors 'none'/);
    expect(headers['x-frame-options']).toBe('DENY');
    expect(headers['x-robots-tag']).toBe('noindex');
  });
});

describe('what the owner sees', () => {
  it('lists unanswered questions by meaning, with the nearest sources', async () => {
    const { agent } = await withQuestions();
    const { text } = await agent.get('/admin').expect(200);
    expect(text).toContain('9 questions: 67% answered, 3 declined. Thumbs: 0 up, 1 down.');
    expect(text).toContain('<h3>Do boats &#60;b&#62;float&#60;/b&#62;?</h3>');
    expect(text).toMatch(/declined 2 times · last on \d{4}-\d\d-\d\d/);
    expect(text).toContain('voted down once (unclear)');
    expect(text).toContain('taken to be about something else');
    expect(text).toContain('<a href="./sources/boats">Boats</a>');
    expect(text).not.toMatch(/<script|style=|onclick|<b>float/);
  });

  it('is of the time that is chosen', async () => {
    const { agent } = await withQuestions();
    const { text } = await agent.get('/admin?days=1').expect(200);
    expect(text).not.toContain('=2+2');
    expect(text).toContain('href="./admin?days=1" aria-current="page"');
    await agent.get('/admin?days=0').expect(400);
    await agent.get('/admin?days=x').expect(400);
  });

  it('is drawn in charts that have their figures in words', async () => {
    const { agent } = await withQuestions();
    const { text } = await agent.get('/admin?days=7').expect(200);
    expect(text.match(/<svg role="img" aria-label="[^"]+"/g)).toHaveLength(3);
    expect(text).toMatch(/answered: 6\nasked back: 0\ndeclined: \d<\/title>/);
    expect(text).toContain('<td>1.5 s</td>');
    // A topic of the source that is quoted.
    expect(text).toMatch(/<li>wind <span class="number">6<\/span>/);
  });

  it('can be empty', async () => {
    const { text } = await (await loggedIn()).agent.get('/admin').expect(200);
    expect(text).toContain(ADMIN.nothing);
    expect(text).not.toContain('<svg');
  });

  it('can be downloaded, as CSV and JSON', async () => {
    const { agent } = await withQuestions();
    const csv = await agent.get('/admin/gaps.csv?days=7').expect(200);
    expect(csv.type).toBe('text/csv');
    expect(csv.headers['content-disposition']).toBe('attachment; filename=asked-in-vain.csv');
    expect(csv.text.trim().split('\n')).toHaveLength(4);
    expect(csv.text).toContain("'=2+2,1,0");
    const json = await agent.get('/admin/gaps.json?days=7').expect(200);
    expect(json.body.gaps).toMatchObject([{ question: QUESTION, declined: 2 }, {}, {}]);
  });

  it('is an error that says so where the journal cannot be read', async () => {
    const folder = await temporaryFolder();
    const journal = createJournal({
      database: openSqlite(folder),
      keepDays: 90,
      onFailure: () => {},
      onRecovery: () => {},
    });
    const { agent } = await loggedIn({ journal });
    const { text } = await asPage(agent.get('/admin')).expect(503);
    expect(text).toContain('The journal cannot be read: unable to open database file.');
  });
});

describe('a draft of the owner', () => {
  it('is written once, and the page then says that it is noted', async () => {
    const { agent, corpusDir } = await withQuestions();
    const write = () =>
      asPage(agent.post('/admin/stub')).type('form').send({ question: QUESTION, days: '7' });
    const { text } = await write().expect(200);
    expect(text).toContain('do-boats-b-float-b.md is in the folder of the profile, as a draft');
    expect(text).toContain(ADMIN.noted);
    expect(text).toContain('href="../admin.css"');
    const draft = await readFile(path.join(corpusDir, 'do-boats-b-float-b.md'), 'utf8');
    expect(draft).toContain('draft: true');
    const again = await write().expect(400);
    expect(again.text).toContain('has been noted before');
  });

  it('is not proposed for what the source of a noted question is asked for', async () => {
    const { agent, corpusDir, journal } = await loggedIn();
    journal.record(declined('Never shown?'));
    expect((await asPage(agent.get('/admin'))).text).toContain(ADMIN.stub);
    await writeFiles(corpusDir, { 'questions.yaml': '- question: Why?\n  source: kites\n' });
    const { text } = await asPage(agent.get('/admin')).expect(200);
    expect(text).toContain(ADMIN.noted);
    expect(text).not.toContain(ADMIN.stub);
  });

  it('is written only about unanswered questions', async () => {
    const { agent } = await withQuestions();
    const form = { question: 'Something else?', days: '7' };
    await asPage(agent.post('/admin/stub')).type('form').send(form).expect(404);
  });

  it('says so where the folder cannot be written', async () => {
    const { agent } = await withQuestions({ admin: adminOf('/dev/null/corpus') });
    const form = { question: QUESTION, days: '7' };
    const { text } = await asPage(agent.post('/admin/stub')).type('form').send(form).expect(500);
    expect(text).toContain('The draft could not be written: ENOTDIR');
  });
});
