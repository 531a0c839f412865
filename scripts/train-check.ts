import { readFileSync, writeFileSync } from 'node:fs';
import { ASPECTS, type Aspect, disagreements } from '../src/answer/agreement.ts';
import type { CheckModel } from '../src/answer/check.ts';
import type { NameIndex } from '../src/answer/names.ts';
import { buildNameIndex } from '../src/answer/names.ts';
import { ServiceError } from '../src/errors.ts';
import { readPassages } from '../src/indexer.ts';
import { parseCommandLine, runScript } from './lib/run.ts';
import { fitLogistic } from './train/fit-logistic.ts';

const USAGE = `Usage: npm run train:check -- FILE

Fits the check of a chat model's sentences to labeled claims, each with what a checker says that has
not seen it (training/check.py --logits), and writes models/checker/check.json.

  --help  this text`;

/** The share of true sentences that may be dropped. */
const MAY_DROP = 0.05;

/** A sentence with its quotes, as `evaluation/claims` has it, and a checker's log-odds. */
interface Claim {
  readonly profile: string;
  readonly title: string;
  readonly quotes: readonly string[];
  readonly sentence: string;
  readonly label: 'supported' | 'unsupported';
  readonly split: 'tune' | 'test';
  readonly logit: number;
}

await runScript(async () => {
  const { positionals } = parseCommandLine(USAGE, {}, true);
  const [file] = positionals;
  if (!file) throw new ServiceError('invalid-request', `Name the file of the claims.\n\n${USAGE}`);
  const claims = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line): Claim => JSON.parse(line));
  const indexes = new Map<string, NameIndex>();
  const rows: { readonly claim: Claim; readonly inputs: readonly number[] }[] = [];
  for (const claim of claims) {
    const names = indexes.get(claim.profile) ?? (await namesOf(claim.profile));
    indexes.set(claim.profile, names);
    const options = { names, context: claim.title };
    const against = disagreements(claim.sentence, claim.quotes.join(' '), options);
    rows.push({ claim, inputs: [claim.logit, ...ASPECTS.map((a) => Number(against.includes(a)))] });
  }
  const isTrue = ({ claim }: (typeof rows)[number]) => claim.label === 'supported';
  const tuned = rows.filter(({ claim }) => claim.split === 'tune');
  const held = rows.filter(({ claim }) => claim.split === 'test');
  const weights = fitLogistic(tuned.map((row) => ({ inputs: row.inputs, label: isTrue(row) })));
  const utility = ({ inputs }: (typeof rows)[number]) =>
    inputs.reduce((sum, input, i) => sum + input * (weights[i + 1] ?? 0), weights[0] ?? 0);
  const kept = tuned
    .filter(isTrue)
    .map(utility)
    .sort((a, b) => a - b);
  const threshold = kept[Math.floor(kept.length * MAY_DROP)] ?? 0;
  for (const [name, some] of [
    ['tuned on', tuned],
    ['held out', held],
  ] as const) {
    const dropped = some.filter((row) => isTrue(row) && utility(row) < threshold);
    const shown = some.filter((row) => !isTrue(row) && utility(row) >= threshold);
    const [t, f] = [some.filter(isTrue).length, some.filter((row) => !isTrue(row)).length];
    console.error(
      `${name}: dropped ${dropped.length} of ${t} true, shown ${shown.length} of ${f} false`,
    );
  }
  const [constant = 0, checker = 0, ...aspects] = weights.map((w) => Number(w.toFixed(3)));
  const model: CheckModel = {
    constant,
    checker,
    aspects: Object.fromEntries(ASPECTS.map((aspect, i) => [aspect, aspects[i] ?? 0])) as Record<
      Aspect,
      number
    >,
    threshold: Number(threshold.toFixed(3)),
  };
  const about = 'Made by npm run train:check from the tuning part of evaluation/claims.';
  writeFileSync('models/checker/check.json', `${JSON.stringify({ about, ...model }, null, 2)}\n`);
});

async function namesOf(profile: string): Promise<NameIndex> {
  const dir = profile === 'shipped' ? 'corpus' : `evaluation/profiles/${profile}/corpus`;
  const { sources } = await readPassages(dir);
  return buildNameIndex(sources, () => true);
}
