#!/usr/bin/env node
/** The commands of the installed package. Each reads the rest of the command line itself. */
const COMMANDS: Readonly<Record<string, () => Promise<unknown>>> = {
  init: () => import('./init.ts'),
  doctor: () => import('./doctor.ts'),
  index: () => import('./index.ts'),
  start: () => import('../src/server.ts'),
  ask: () => import('./ask.ts'),
  mcp: () => import('./mcp.ts'),
  keys: () => import('./keys.ts'),
  gaps: () => import('./gaps.ts'),
};

const USAGE = `Usage: npx ask-the-researcher COMMAND

  init PATH...   writes your profile from what you already have
  doctor         says what is wrong with it
  index          writes the index that is searched
  start          starts the service, and builds the index if need be
  ask            answers a question in the terminal
  mcp            serves MCP over stdio
  keys           creates and lists API keys
  gaps           lists unanswered questions

Each but start tells more with --help. Settings are read from the environment and from .env.`;

const [name = '--help'] = process.argv.splice(2, 1);
const run = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
if (run !== undefined) await run();
else if (name === '--help' || name === '-h') console.log(USAGE);
else {
  console.error(`"${name}" is not a command.\n\n${USAGE}`);
  process.exitCode = 1;
}
