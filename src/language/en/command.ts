const isPackaged = import.meta.url.endsWith('.js');

/** How the owner runs a command: in the project's folder, or where the package is installed. */
export function command(name: string, ...args: readonly string[]): string {
  if (isPackaged) return ['npx ask-the-researcher', name, ...args].join(' ');
  if (name === 'start') return 'npm start';
  return [`npm run ${name}`, ...(args.length > 0 ? ['--', ...args] : [])].join(' ');
}
