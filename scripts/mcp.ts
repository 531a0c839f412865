import { readConfig } from '../src/config.ts';
import { serveMcpOverStdio } from '../src/mcp/stdio.ts';
import { openService } from '../src/open-service.ts';
import { parseCommandLine, runScript } from './lib/run.ts';

const USAGE = `Usage: npm run --silent mcp, or npx ask-the-researcher mcp

Serves the assistant to an MCP client on stdin and stdout; messages go to stderr.
--silent keeps npm's own output off stdout, which is reserved for the protocol.

  --help  this text`;

await runScript(async (signal) => {
  parseCommandLine(USAGE, {});
  const service = await openService(readConfig(process.env), {
    log: console.error,
    warn: console.error,
    signal,
  });
  await serveMcpOverStdio(service, signal);
});
