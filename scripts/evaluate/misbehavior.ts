import type { Case } from './cases.ts';
import { runWriter, type ScriptedService, type WrittenOutcome } from './model-run.ts';
import { type Figure, figure, type Section, share } from './report.ts';
import { bare, shownSentences } from './scoring.ts';
import { MISBEHAVIOR } from './writers.ts';

/** For each sentence that a model's answer shows: whether it is one of the writer's true claims. */
export function supportedSentences(outcomes: readonly WrittenOutcome[]): boolean[] {
  return outcomes.flatMap(({ answer, claims }) =>
    answer.mode === 'llm'
      ? shownSentences(answer.answer).map(({ text }) =>
          (claims ?? []).some((claim) => claim.isTrue && bare(claim.text) === bare(text)),
        )
      : [],
  );
}

/** True claims, and whether the answer shows them. */
export function trueClaims(
  outcomes: readonly WrittenOutcome[],
): { text: string; isShown: boolean }[] {
  return claimsOf(outcomes, true);
}

export function falseClaimsShown(outcomes: readonly WrittenOutcome[]): string[] {
  return claimsOf(outcomes, false).flatMap(({ text, isShown }) => (isShown ? [text] : []));
}

/** One column for each kind of misbehavior. */
export async function misbehaviorSections(
  scripted: ScriptedService,
  cases: readonly Case[],
  { split, signal }: { split: string; signal: AbortSignal },
): Promise<{ sections: Section[]; failures: string[] }> {
  const sections: Section[] = [];
  const failures: string[] = [];
  for (const [kind, writer] of Object.entries(MISBEHAVIOR)) {
    const outcomes = await runWriter(scripted, writer, cases, signal);
    const asked = outcomes.filter(({ claims }) => claims !== null);
    const lies = claimsOf(asked, false);
    const shown = falseClaimsShown(asked);
    const errors = scripted.takeErrors();
    const faulty = asked.filter(({ faults }) => faults.length > 0);
    const longest = Math.max(0, ...asked.map(({ answer }) => answer.answer.length));
    failures.push(
      ...shown.map((text) => `${kind}: shows an unsupported sentence: ${text}`),
      ...[...new Set(errors)].map((error) => `${kind}: ${error}`),
      ...faulty.map(({ asked, faults }) => `${kind}: ${asked.id}: ${faults.join('; ')}`),
    );
    const truths = claimsOf(asked, true);
    const dropped = writer.isEndless ? 0 : 1 - share(truths, ({ isShown }) => isShown);
    sections.push({
      table: `Misbehavior of a model (${split})`,
      column: kind,
      figures: [
        figure('answers', asked.length, { unit: 'count' }),
        figure('false sentences written', lies.length, { unit: 'count' }),
        figure('false sentences shown', shown.length, { unit: 'count', better: 'less', target: 0 }),
        figure('answers with a bad marker or quote', faulty.length, {
          unit: 'count',
          better: 'less',
          target: 0,
        }),
        figure('true sentences dropped', dropped, { better: 'less', target: 0.05 }),
        failuresFigure(errors),
        figure('longest answer, characters', longest, { unit: 'count', better: 'less' }),
      ],
    });
  }
  return { sections, failures };
}

export function failuresFigure(errors: readonly string[]): Figure {
  return figure('answers given up', errors.length, { unit: 'count', better: 'less', target: 0 });
}

function claimsOf(outcomes: readonly WrittenOutcome[], isTrue: boolean) {
  return outcomes.flatMap(({ answer, claims }) => {
    const text = answer.answer.replace(/\s*(?:\[\d+\])+/g, '').replace(/\s+/g, ' ');
    return (claims ?? [])
      .filter((claim) => claim.isTrue === isTrue)
      .map((claim) => ({ text: claim.text, isShown: text.includes(bare(claim.text)) }));
  });
}
