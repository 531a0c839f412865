import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startOpenAiServer } from '../../test/support/openai-server.ts';
import { ask, contentOf } from './ask.ts';
import { count, exited, type Fault, holds, none } from './fault.ts';

const DAY_MS = 86_400_000;
/** Of the limit below. */
const WINDOW_MS = 4_000;
/** How long a model is left alone that fails. */
const REST_MS = 30_000;

export const clockJumps: Fault = {
  id: 'clock',
  name: 'Clock jumps',
  done: 'The clock of the process is set a day ahead and a day back, twice, while a caller is over its limit, the budget of the day is spent, answers are journaled, and a failing model is left alone.',
  expected:
    'No caller is refused for longer than the window of the limit; a budget is full on another day and spent on the same day; the model is asked again after its rest; the journal keeps all.',
  async run(ground) {
    const folder = await ground.folder();
    const CLOCK_FILE = path.join(folder, 'clock');
    await writeFile(CLOCK_FILE, '0');
    const provider = await startOpenAiServer();
    provider.script({ type: 'reply', pieces: ['Hm.'], usage: [1_000_000, 0] });
    const settings = {
      ...{ CLOCK_FILE, TRUST_PROXY: 'loopback', RATE_LIMIT: `2/${WINDOW_MS / 1_000}s` },
      ...{ CHAT_MODEL: 'openai:scripted', CHECK: 'quotes', ANSWER_CACHE: '0' },
      ...{ OPENAI_API_KEY: 'k', OPENAI_BASE_URL: provider.url },
      ...{ DAILY_BUDGET: '1', MODEL_PRICES: '{"openai:scripted": {"input": 1, "output": 1}}' },
      SPENDING_FILE: path.join(folder, 'spending.json'),
    };
    const server = await ground.start(settings, new URL('shift-clock.mjs', import.meta.url).href);
    const setClock = async (days: number) => {
      await writeFile(CLOCK_FILE, String(days * DAY_MS));
      server.send('SIGUSR2');
      await sleep(200);
    };
    const questions = ground.forModel;
    const ids: string[] = [];
    let callers = 0;
    const from = async (address: string) => {
      const headers = { 'x-forwarded-for': address };
      const reply = await ask(server.address, questions[callers++ % questions.length] ?? '', {
        headers,
      });
      if (reply.answer) ids.push(reply.answer.id);
      return reply;
    };
    const newcomer = () => from(`203.0.113.${callers}`);
    /** Whether the model was asked. */
    const isAsked = async () => {
      const before = provider.requests.length;
      const { answer } = await newcomer();
      if (!answer) throw new Error('A visitor got no answer.');
      return provider.requests.length > before;
    };

    // The first call costs all of the day.
    const first = await isAsked();
    const spent = !(await isAsked());
    await setClock(1);
    const nextDay = await isAsked();
    await setClock(0);
    const sameDay = !(await isAsked());

    const refusedFor: number[] = [];
    for (const days of [1, 0, -1, 0]) {
      const greedy = `198.51.100.${days + 2}${refusedFor.length}`;
      for (let i = 0; i < 3; i++) await from(greedy);
      await setClock(days);
      const begun = performance.now();
      while ((await from(greedy)).status === 429 && performance.now() - begun < 4 * WINDOW_MS) {
        await sleep(250);
      }
      refusedFor.push(performance.now() - begun);
    }

    // A new day, on which the model fails; then the clock is set back while it is left alone.
    let isBack = true;
    if (!ground.isShort) {
      await setClock(3);
      provider.script({ type: 'error', status: 500 });
      for (let i = 0; i < 10; i++) await isAsked();
      const isLeftAlone = !(await isAsked());
      await setClock(2);
      provider.script({ type: 'reply', pieces: ['Hm.'] });
      await sleep(REST_MS + 1_000, null, { signal: ground.signal });
      isBack = isLeftAlone && (await isAsked());
    }
    const code = await server.stop();
    await provider.close();

    const again = await ground.start();
    const [question = ''] = ground.atRest.keys();
    const { answer } = await ask(again.address, question);
    await again.stop();
    return [
      holds('the model is asked at first, and not once the budget is spent', first && spent),
      holds('it is asked on the next day, and not when it is today again', nextDay && sameDay),
      ...refusedFor.map((ms, i) => ({
        ...count(`refusal of a caller over its limit, after jump ${i + 1}`, ms, 'ms'),
        atMost: WINDOW_MS + 2_000,
      })),
      ...(ground.isShort ? [] : [holds('a model that failed is asked again', isBack)]),
      none('answers that the journal lacks', (await server.lost(ids)).length),
      holds(
        'the same answer with the clock right again',
        answer !== null && contentOf(answer) === ground.atRest.get(question),
      ),
      exited(code),
    ];
  },
};
