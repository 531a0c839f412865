import { arch, availableParallelism, platform, totalmem } from 'node:os';
import { type Figure, isWithin } from '../bench/bound.ts';
import type { Fault } from './fault.ts';

export interface Outcome {
  readonly fault: Fault;
  /** The figures, or why it was not tried. */
  readonly seen: readonly Figure[] | string;
  readonly seconds: number;
}

export function verdictOf({ seen }: Pick<Outcome, 'seen'>): 'survived' | 'FAILED' | 'not tried' {
  if (typeof seen === 'string') return 'not tried';
  return seen.every(isWithin) ? 'survived' : 'FAILED';
}

/** One line for each figure, those out of bounds marked. */
export function linesOf({ seen }: Pick<Outcome, 'seen'>): string[] {
  if (typeof seen === 'string') return [`Not tried: ${seen}.`];
  return seen.map((figure) => {
    const mark = isWithin(figure) ? '' : ' (FAILED)';
    return `${figure.name}: ${shown(figure)}${boundOf(figure)}${mark}`;
  });
}

/** RELIABILITY.md. `loadBefore` is the load average before the first fault. */
export function reportOf(outcomes: readonly Outcome[], loadBefore: number): string {
  const cores = availableParallelism();
  const memory = Math.round(totalmem() / 2 ** 30);
  const others = loadBefore > cores / 4 ? ', on a shared machine' : '';
  const minutes = Math.round(outcomes.reduce((sum, { seconds }) => sum + seconds, 0) / 60);
  return `# Reliability

What happens to the service when things go wrong, written by \`npm run torture\`: it starts the service as \`npm start\` does, over the profile that ships with it, puts it through all of this over the loopback interface, and compares what visitors get with what they get at rest. Some of these scenarios also run in \`npm test\`.

${minutes} minutes on ${cores} cores with ${memory} GB, Node ${process.versions.node}, ${platform()} ${arch()}${others}. The times are of this machine, with the load generator on the same cores; the counts are what matter. Faults that were rerun on their own show the figures of the rerun.

| fault | |
|---|---|
${outcomes.map(rowOf).join('\n')}

${outcomes.map(sectionOf).join('\n')}`;
}

/** The report with what came of other runs of some faults. */
export function updatedReport(report: string, outcomes: readonly Outcome[]): string {
  return outcomes.reduce((text, outcome) => {
    const { name } = outcome.fault;
    const row = new RegExp(`^\\| ${name} \\|.*$`, 'm');
    const section = new RegExp(`^## ${name}\n[^]*?(?=\n## |$(?![^]))`, 'm');
    return text.replace(row, () => rowOf(outcome)).replace(section, () => sectionOf(outcome));
  }, report);
}

function rowOf(outcome: Outcome): string {
  return `| ${outcome.fault.name} | ${verdictOf(outcome)} |`;
}

function sectionOf({ fault, seen }: Outcome): string {
  const head = `## ${fault.name}

**Done.** ${fault.done}

**Expected.** ${fault.expected}
`;
  if (typeof seen === 'string') return `${head}\nNot tried: ${seen}.\n`;
  const rows = seen.map((figure) => {
    const bound = boundOf(figure).replace(/^, /, '');
    return `| ${figure.name} | ${shown(figure)} | ${bound} | ${isWithin(figure) ? '' : 'FAILED'} |`;
  });
  return `${head}\n| seen | | must be | |\n|---|---:|---|---|\n${rows.join('\n')}\n`;
}

function shown({ value, unit }: Pick<Figure, 'value' | 'unit'>): string {
  const rounded = Number.isInteger(value) ? value : Number(value.toPrecision(3));
  return `${rounded.toLocaleString('en')} ${unit}`.trim();
}

function boundOf({ atMost, atLeast, unit }: Figure): string {
  const bounds = [
    atMost === undefined ? '' : `at most ${shown({ value: atMost, unit })}`,
    atLeast === undefined ? '' : `at least ${shown({ value: atLeast, unit })}`,
  ].filter(Boolean);
  return bounds.length > 0 ? `, ${bounds.join(', ')}` : '';
}
