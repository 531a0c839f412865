import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ask } from './ask.ts';

/** Adds to a profile, or changes in it, what no profile has. */
export function writeKettle(corpusDir: string, material: string): Promise<void> {
  return writeFile(
    path.join(corpusDir, 'torture.md'),
    `---\nid: zanzibar\nkind: project\ntitle: Zanzibar\n---\n\nZanzibar is a kettle made of ${material}.\n`,
  );
}

export async function knowsKettle(address: string, material: string): Promise<boolean> {
  const { answer } = await ask(address, 'What is Zanzibar?');
  return answer?.answer.includes(material) ?? false;
}
