import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { ServiceError } from '../../src/errors.ts';
import { type Figure, quantile } from './bound.ts';

/** What OpenAI's door costs against our own: each question through both, the first of them in turn. */
export async function benchDoors(address: string, questions: readonly string[]): Promise<Figure[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const doors = [
    {
      times: [] as number[],
      ask: post(agent, `${address}/api/chat`, (question) => ({ question })),
    },
    {
      times: [] as number[],
      ask: post(agent, `${address}/v1/chat/completions`, (content) => ({
        model: 'ask-the-researcher',
        messages: [{ role: 'user', content }],
      })),
    },
  ] as const;
  for (const [i, question] of questions.entries()) {
    for (const { times, ask } of i % 2 === 0 ? doors : doors.toReversed()) {
      const begun = performance.now();
      await ask(question);
      times.push(performance.now() - begun);
    }
  }
  agent.destroy();
  const [own, openAi] = doors.map(({ times }) => quantile(times, 0.5));
  const value = (openAi ?? 0) / (own ?? 1);
  return [{ name: 'p50 by the OpenAI route, of that by /api/chat', value, unit: '', atMost: 1.1 }];
}

function post(agent: Agent, address: string, bodyOf: (question: string) => object) {
  return async (question: string): Promise<void> => {
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const call = request(address, { method: 'POST', agent, headers });
    call.end(JSON.stringify(bodyOf(question)));
    const [response] = await once(call, 'response');
    const body = await text(response);
    if (response.statusCode === 200) return;
    throw new ServiceError('internal-error', `${address}: ${response.statusCode} ${body}`);
  };
}
