/** The service as a library, without a server. */
import { collectAnswer, openService, readConfig } from 'ask-the-researcher';

const service = await openService(readConfig(process.env), {
  log: console.error,
  warn: console.error,
});
const [question = 'What is Hindsight?'] = process.argv.slice(2);
const answer = await collectAnswer(
  service.ask({ question, history: [] }, AbortSignal.timeout(30_000)),
);
console.log(answer.answer, answer.citations);
