/** The OpenAI client. Any model name works, and so does any key unless the service requires one. */
import OpenAI from 'openai';

const baseURL = `${process.env['ASK_URL'] ?? 'http://localhost:3000'}/v1`;
const client = new OpenAI({ baseURL, apiKey: 'none' });
const [content = 'What is Hindsight?'] = process.argv.slice(2);
const messages = [{ role: 'user' as const, content }];
const stream = client.chat.completions.stream({ model: 'ask-the-researcher', messages });
stream.on('content', (text) => process.stdout.write(text));
await stream.done();
