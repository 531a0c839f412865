import { type Figure, quantile } from './bound.ts';
import { sendLoad } from './load.ts';

const BLOCK = 40;

/** What the OpenAI route costs against /api/chat: blocks of questions by both, either first in turn. */
export async function benchInterfaces(
  address: string,
  questions: readonly string[],
): Promise<Figure[]> {
  const interfaces = [
    {
      times: [] as number[],
      url: `${address}/api/chat`,
      bodyOf: (question: string): object => ({ question }),
    },
    {
      times: [] as number[],
      url: `${address}/v1/chat/completions`,
      bodyOf: (content: string): object => ({
        model: 'ask-the-researcher',
        messages: [{ role: 'user', content }],
      }),
    },
  ];
  for (let i = 0; i < questions.length; i += BLOCK) {
    const block = questions.slice(i, i + BLOCK);
    for (const { times, url, bodyOf } of i % (2 * BLOCK) ? interfaces.toReversed() : interfaces) {
      times.push(...(await sendLoad(url, block.map(bodyOf), 1)).times);
    }
  }
  const [own, openAi] = interfaces.map(({ times }) => quantile(times, 0.5));
  const value = (openAi ?? 0) / (own ?? 1);
  return [{ name: 'p50 by the OpenAI route, of that by /api/chat', value, unit: '×', atMost: 1.1 }];
}
