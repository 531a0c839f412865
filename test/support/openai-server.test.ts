import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenAiServer, startOpenAiServer } from './openai-server.ts';

let server: OpenAiServer;
beforeAll(async () => {
  server = await startOpenAiServer();
});
afterAll(() => server.close());

const post = (path: string, body: object) =>
  fetch(`${server.url}${path}`, { method: 'POST', body: JSON.stringify(body) });

// What the tests of the models do not show of it.
describe('startOpenAiServer', () => {
  it('refuses what is not scripted', async () => {
    expect((await post('/chat/completions', {})).status).toBe(400);
  });

  it('answers in one piece where no stream is asked for, and stays with the last step', async () => {
    server.script({ type: 'reply', pieces: ['one'] }, ({ body }) => ({
      type: 'reply',
      pieces: [body.model, '!'],
    }));
    const ask = async () => (await post('/chat/completions', { model: 'm' })).json();
    expect(await ask()).toMatchObject({ choices: [{ message: { content: 'one' } }] });
    expect(await ask()).toMatchObject({ choices: [{ message: { content: 'm!' } }] });
    expect(await ask()).toMatchObject({ choices: [{ message: { content: 'm!' } }] });
  });

  it('streams each piece as an event of its own', async () => {
    server.script({ type: 'reply', pieces: ['Ada [', '1].'] });
    const events = (await (await post('/chat/completions', { stream: true })).text()).split('\n\n');
    const contents = events
      .filter((event) => event.startsWith('data: {'))
      .map((event) => JSON.parse(event.slice(6)).choices[0].delta.content);
    expect(contents).toEqual(['', 'Ada [', '1].', undefined]);
    expect(events.at(-2)).toBe('data: [DONE]');
    expect(await server.requests.at(-1)?.outcome).toBe('answered');
  });
});
