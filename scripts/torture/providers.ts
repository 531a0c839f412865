import { type ChatStep, startOpenAiServer } from '../../test/support/openai-server.ts';
import { type Figure, quantile } from '../bench/bound.ts';
import { ask } from './ask.ts';
import { count, type Fault, none } from './fault.ts';

const TIMEOUT_SECONDS = 2;
/** A whole answer may take four times as long as the model may be silent; then it is checked and sent. */
const MOST_MS = (4 * TIMEOUT_SECONDS + 5) * 1_000;
const AT_ONCE = 8;
/** Nothing in any profile. */
const LIE = 'Zebulon Quartermain won the Nobel Prize for it in 1887';

const PROVIDERS: Readonly<Record<string, ChatStep>> = {
  hangs: { type: 'silence' },
  'hangs in the middle': { type: 'stall', pieces: ['It is '] },
  drips: { type: 'reply', pieces: [...`${LIE} [1]. `.repeat(50)], delayMs: 300 },
  'never ends': { type: 'endless', piece: `${LIE} [1]. ` },
  'breaks off': { type: 'cut', pieces: [`${LIE} `] },
  'is overloaded': { type: 'error', status: 503, retryAfter: 3_600 },
  'sends no JSON': { type: 'frames', frames: ['data: {"choices": [{]\n\n', 'data: [DONE]\n\n'] },
  'sends a web page': { type: 'error', status: 502, body: '<html>Bad gateway</html>' },
  lies: { type: 'reply', pieces: [`${LIE} [1]. ${LIE} [99].`] },
};

export const providers: Fault = {
  id: 'providers',
  name: 'Model providers that hang, drip or lie',
  done: `A scripted provider misbehaves in each of these ways while ${AT_ONCE} visitors ask at once, twice, with CHAT_TIMEOUT_SECONDS=${TIMEOUT_SECONDS}.`,
  expected: 'Every visitor gets an answer in bounded time, and none reads what the model invented.',
  async run(ground) {
    const figures: Figure[] = [];
    let failedExits = 0;
    const all = Object.entries(PROVIDERS);
    for (const [name, step] of ground.isShort ? [...all.slice(0, 1), ...all.slice(-1)] : all) {
      const provider = await startOpenAiServer();
      provider.script(step);
      const server = await ground.start({
        ...{ CHAT_MODEL: 'openai:scripted', CHECK: 'quotes', ANSWER_CACHE: '0' },
        ...{ OPENAI_API_KEY: 'k', OPENAI_BASE_URL: provider.url },
        CHAT_TIMEOUT_SECONDS: String(TIMEOUT_SECONDS),
      });
      const asked = (i: number) => ground.forModel[i % ground.forModel.length] ?? '';
      const times: number[] = [];
      let lies = 0;
      let unanswered = 0;
      for (const from of [0, AT_ONCE]) {
        await Promise.all(
          Array.from({ length: AT_ONCE }, async (_, i) => {
            const question = asked(from + i);
            const begun = performance.now();
            const reply = await ask(server.address, question, { isStream: i % 2 === 0 });
            times.push(performance.now() - begun);
            if (!reply.answer?.answer) unanswered += 1;
            if (/Zebulon|Quartermain|1887/.test(reply.body)) lies += 1;
          }),
        );
      }
      failedExits += Number((await server.stop()) !== 0);
      await provider.close();
      figures.push(
        none(`a provider that ${name}: without an answer`, unanswered),
        { ...count('… requests to it', provider.requests.length), atLeast: 1 },
        none('… invented', lies),
        { ...count('… the slowest answer', Math.max(...times), 'ms'), atMost: MOST_MS },
        count('… the median', quantile(times, 0.5), 'ms'),
      );
    }
    return [...figures, none('exit codes other than 0', failedExits)];
  },
};
