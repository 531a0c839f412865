/** The AI SDK, with its provider for OpenAI-compatible services. */
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { streamText } from 'ai';

const baseURL = `${process.env['ASK_URL'] ?? 'http://localhost:3000'}/v1`;
const researcher = createOpenAICompatible({ name: 'researcher', baseURL });
const [prompt = 'What is Hindsight?'] = process.argv.slice(2);
const { textStream } = streamText({ model: researcher('ask-the-researcher'), prompt });
for await (const text of textStream) process.stdout.write(text);
