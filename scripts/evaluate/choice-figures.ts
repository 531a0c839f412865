import { createRequire } from 'node:module';
import { z } from 'zod';
import type { Evaluation } from './all.ts';
import { figure, type Section } from './report.ts';

const modelSchema = z.object({
  threshold: z.number(),
  cases: z.number(),
  crossValidated: z.number(),
  heldOutCases: z.number(),
  heldOut: z.number(),
  learningCurve: z
    .array(z.object({ share: z.number(), cases: z.number(), heldOut: z.number() }))
    .default([]),
  coefficients: z.object({ shared: z.array(z.number()) }),
});
const choiceSchema = z.object({
  features: z.array(z.string()),
  withReader: modelSchema,
  withoutReader: modelSchema,
});

type Model = z.infer<typeof modelSchema>;

/** What `npm run train:choice` tells of the choice that it fitted, and the weights of its features. */
export function choiceEvaluation(): Evaluation {
  const data: unknown = createRequire(import.meta.url)('#models/answering/choice.json');
  const { features, withReader, withoutReader } = choiceSchema.parse(data);
  const models = [
    ['with the reader', withReader],
    ['without', withoutReader],
  ] as const;
  return {
    sections: [
      ...models.map(([column, model]) => fitSection(column, model)),
      ...models
        .map(([column, model]) => curveSection(column, model))
        .filter(({ figures }) => figures.length > 0),
      ...models.map(
        ([column, { coefficients }]): Section => ({
          table: 'Weights of the features that all kinds of candidates share',
          column,
          figures: features.map((name, i) =>
            figure(name, coefficients.shared[i] ?? 0, { unit: 'weight' }),
          ),
        }),
      ),
    ],
    failures: [],
  };
}

function fitSection(column: string, model: Model): Section {
  const { cases, crossValidated, heldOutCases, heldOut, threshold } = model;
  return {
    table: 'The choice, as fitted',
    column,
    figures: [
      figure('tuning cases right, cross-validated by source', crossValidated, { of: cases }),
      figure('held-out cases right', heldOut, { of: heldOutCases }),
      figure('probability from which on something is said', threshold, { unit: 'weight' }),
    ],
  };
}

function curveSection(column: string, { learningCurve, heldOutCases }: Model): Section {
  return {
    table: 'Learning curve: held-out cases right after a fit to a part of the sources',
    column,
    figures: learningCurve.map(({ share, cases, heldOut }) =>
      figure(`${share * 100} % of the sources, ${cases} cases`, heldOut, { of: heldOutCases }),
    ),
  };
}
