/** MCP over HTTP. An MCP client such as an editor needs only the address. */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

const address = new URL(`${process.env['ASK_URL'] ?? 'http://localhost:3000'}/mcp`);
const client = new Client({ name: 'example', version: '1.0.0' });
await client.connect(new StreamableHTTPClientTransport(address));
const [question = 'What is Hindsight?'] = process.argv.slice(2);
const { content } = await client.callTool({ name: 'ask', arguments: { question } });
console.log(content.map((block) => (block.type === 'text' ? block.text : '')).join('\n\n'));
await client.close();
