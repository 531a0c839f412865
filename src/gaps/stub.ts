import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';
import { surveyCorpus } from '../corpus/read.ts';
import { ServiceError } from '../errors.ts';
import { STUB } from '../language/en/templates/owner-journal.ts';
import { fold } from '../text/words.ts';
import { writeWhole } from '../write-whole.ts';
import { addCase, createCaseOf, readCases } from './cases.ts';
import { type Gap, timesOf } from './find.ts';

const MAX_NAME_LENGTH = 60;
const MAX_WORDINGS = 10;

/**
 * Writes a draft that is to answer a gap into the corpus, where it is not published until its owner
 * says so, and a case that fails until then.
 * @returns the file, relative to the corpus
 * @throws ServiceError `invalid-request` if there is a case with the question
 */
export async function writeStub(corpusDir: string, gap: Gap): Promise<string> {
  const { question } = gap;
  const cases = await readCases(corpusDir);
  const { files } = await surveyCorpus(corpusDir);
  const sources = files.flatMap(({ source }) => source ?? []);
  const known = createCaseOf(cases, sources)(gap);
  if (known) throw new ServiceError('invalid-request', STUB.known(known.question, known.source));
  const names = (await readdir(corpusDir)).map((name) => path.parse(name).name);
  const id = freeId(question, new Set([...names, ...files.flatMap(({ ids }) => ids)]));
  const fields = {
    draft: true,
    id,
    kind: 'page',
    title: question,
    asks: gap.wordings.slice(0, MAX_WORDINGS).map((one) => one.question),
  };
  const asked = STUB.asked(timesOf(gap), gap.lastAsked);
  const near = gap.nearest.map((source) => source.id);
  const text = `---\n# ${STUB.draft}\n${stringify(fields, { lineWidth: 0 })}---\n\n<!-- ${asked}\n${STUB.near(near)}${STUB.write} -->\n`;
  const file = path.join(corpusDir, `${id}.md`);
  await writeWhole(file, text);
  try {
    await addCase(corpusDir, { question, source: id });
  } catch (error) {
    await rm(file);
    throw error;
  }
  return `${id}.md`;
}

/** "does-lantern-run-on-windows", with a number where there is such a file. */
function freeId(question: string, taken: ReadonlySet<string>): string {
  const words = fold(question)
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_NAME_LENGTH)
    .replace(/^-+|-+$/g, '');
  const id = words || 'question';
  for (let number = 1; ; number++) {
    const numbered = number === 1 ? id : `${id}-${number}`;
    if (!taken.has(numbered)) return numbered;
  }
}
