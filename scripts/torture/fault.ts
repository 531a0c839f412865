import type { Figure } from '../bench/bound.ts';
import type { Ground } from './ground.ts';

/** Something that can happen to the service, and what must hold meanwhile. */
export interface Fault {
  /** As in `--only`. */
  readonly id: string;
  readonly name: string;
  readonly done: string;
  readonly expected: string;
  /** Survived if all figures are within their bounds; otherwise, why it cannot be tried here. */
  run(ground: Ground): Promise<readonly Figure[] | string>;
}

/** A figure that must be 0. */
export function none(name: string, value: number): Figure {
  return { name, value, unit: '', atMost: 0 };
}

/** Something that must have happened. */
export function holds(name: string, value: boolean): Figure {
  return { name, value: value ? 1 : 0, unit: 'of 1', atLeast: 1 };
}

/** That a process ended with 0. */
export function exited(code: number | string, process = ''): Figure {
  const name = `${code === 0 ? 'exit code' : `exit with ${code}`} ${process}`.trim();
  return none(name, Number(code !== 0));
}

export function count(name: string, value: number, unit = ''): Figure {
  return { name, value, unit };
}
