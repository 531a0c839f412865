import { FEATURES } from '../../../src/answer/choose/features.ts';
import { loadChoice } from '../../../src/answer/load.ts';
import { MAKERS } from '../../../src/answer/makers/index.ts';
import { readConfig } from '../../../src/config.ts';
import { createEmbedder } from '../../../src/embedder.ts';
import { openReader } from '../../../src/reader.ts';
import { showProgress } from '../../lib/progress.ts';
import { parseCommandLine, runScript } from '../../lib/run.ts';
import { loadFolder, loadProfiles, ofSplit } from '../cases.ts';
import { writeFigures } from '../committed.ts';
import { openCorpus } from '../corpus.ts';
import { figure, type Section, toMarkdown } from '../report.ts';
import { loadClaims } from '../sentences.ts';
import { type Pattern, patternsOf } from './patterns.ts';
import { switches } from './switches.ts';
import {
  caseTrials,
  type Result,
  remembering,
  sentenceTrials,
  type Trial,
  withoutFeature,
} from './trials.ts';

/** Of the questions and the labeled sentences, every one of so many is tried. */
const EVERY = 3;
/** Characters of a pattern in the table. */
const SHOWN = 60;
const NONE = { changed: 0, better: 0, worse: 0 };
const PAGE = 'docs/evaluation.md';
const USAGE = `Usage: npm run evaluate -- --ablate [--update]

Leaves out each pattern, each maker and each feature in turn and tells how many tuning cases change.`;

await runScript(async (signal) => {
  const { values } = parseCommandLine(USAGE, { update: { type: 'boolean' } });
  const config = readConfig(process.env);
  const models = remembering({
    embedder: await createEmbedder(config, { signal }),
    reader: await openReader(config),
  });
  const { embedder } = models;
  const options = { onProgress: () => {}, signal };
  const index = await openCorpus(config.CORPUS_DIR, embedder, options);
  const golden = ofSplit(await loadFolder('evaluation/golden'), 'tune');
  const profiles = await loadProfiles('evaluation/profiles', config.CORPUS_DIR);
  const sets = [{ index, cases: golden }];
  for (const { corpusDir, cases } of profiles) {
    const own = await openCorpus(corpusDir, embedder, options);
    sets.push({ index: own, cases: ofSplit(cases, 'tune') });
  }
  const claims = await loadClaims(
    { claims: 'evaluation/claims', profiles: 'evaluation/profiles', corpusDir: config.CORPUS_DIR },
    'tune',
  );
  const isSampled = (_: unknown, i: number) => i % EVERY === 0;
  const questions = (changes: Parameters<typeof caseTrials>[3]) =>
    sets.flatMap((set) =>
      caseTrials(set.index, set.cases.filter(isSampled), models, changes, signal),
    );
  const open = () => [...questions({}), ...sentenceTrials(claims.filter(isSampled), signal)];

  const baseline = await watched(open(), 'Baseline');
  // What is remembered from one trial to the next matches the first time only.
  const again = await watched(baseline.trials, 'Baseline, once more');
  const patterns = patternsOf();
  const total = patterns.length + MAKERS.length + FEATURES.length;
  let done = 0;
  const effects = new Map<string, Effect[]>();
  const note = async (table: string, name: string, effect: Promise<Effect> | Effect) => {
    const measured = { ...(await effect), name };
    effects.set(table, [...(effects.get(table) ?? []), measured]);
    console.error(`${++done} of ${total}: ${JSON.stringify(measured)}`);
  };
  for (const pattern of patterns) {
    const id = `${pattern.file} ${numberOf(pattern, patterns)}`;
    const isRemembered = baseline.matched.some(
      (one, i) => one.has(id) && !again.matched[i]?.has(id),
    );
    switches.off = id;
    const trials = isRemembered ? open() : baseline.trials;
    const isTouched = (i: number) => isRemembered || (again.matched[i]?.has(id) ?? false);
    await note('Patterns', nameOf(pattern), compared(trials, baseline.results, isTouched));
    switches.off = null;
  }
  for (const maker of MAKERS) {
    const makers = MAKERS.filter((one) => one !== maker);
    await note('Makers', maker.name, compared(questions({ makers }), baseline.results));
  }
  for (const name of FEATURES) {
    const choice = withoutFeature(loadChoice(embedder?.model ?? null), name);
    await note('Features', name, compared(questions({ choice }), baseline.results));
  }
  const sections = [...effects].flatMap(([table, list]) => sectionsOf(table, list));
  console.log(toMarkdown(sections));
  if (values.update) await writeFigures('evaluation/golden', PAGE, sections);

  async function watched(trials: readonly Trial[], label: string) {
    const bar = showProgress(label);
    const results: Result[] = [];
    const matched: ReadonlySet<string>[] = [];
    for (const trial of trials) {
      signal.throwIfAborted();
      switches.matched.clear();
      results.push(await trial.run());
      matched.push(new Set(switches.matched));
      bar.update(results.length, trials.length);
    }
    bar.stop();
    return { trials, results, matched };
  }

  async function compared(
    trials: readonly Trial[],
    before: readonly Result[],
    isTouched: (i: number) => boolean = () => true,
  ): Promise<Effect> {
    const effect = { questions: { ...NONE }, sentences: { ...NONE } };
    for (const [i, trial] of trials.entries()) {
      const old = before[i];
      if (!old || !isTouched(i)) continue;
      signal.throwIfAborted();
      const now = await trial.run();
      const counts = effect[trial.suite];
      counts.changed += Number(now.said !== old.said);
      counts.better += Number(now.isRight && !old.isRight);
      counts.worse += Number(!now.isRight && old.isRight);
    }
    return { name: '', ...effect };
  }
});

/** What happens when something is left out. */
interface Effect {
  readonly name: string;
  readonly questions: typeof NONE;
  readonly sentences: typeof NONE;
}

/** The position of a pattern among those of its file. */
function numberOf(pattern: Pattern, patterns: readonly Pattern[]): number {
  return patterns.filter(({ file }) => file === pattern.file).indexOf(pattern);
}

function nameOf({ file, line, text }: Pattern): string {
  const short = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
  return `${file.replace('src/', '')}:${line} \`${short.replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}

function sectionsOf(what: string, effects: readonly Effect[]): Section[] {
  const suites =
    what === 'Patterns' ? (['questions', 'sentences'] as const) : (['questions'] as const);
  return suites.flatMap((suite) =>
    (['changed', 'better', 'worse'] as const).map((column) => ({
      table: `${what}, each left out in turn (tune)`,
      column: `${suite} ${column}`,
      figures: effects.map((effect) =>
        figure(effect.name, effect[suite][column], { unit: 'count' }),
      ),
    })),
  );
}
