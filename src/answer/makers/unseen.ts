import { restLead } from '../../language/en/templates/answers.ts';
import type { Memory } from '../memory.ts';
import type { Candidate } from '../types.ts';

/** Items of the rest of a list. */
const MAX_ITEMS = 12;

/** Candidates, and beside those that the conversation has shown in part what is left of them. */
export function withUnseen(candidates: readonly Candidate[], memory: Memory): Candidate[] {
  if (memory.replies.length === 0) return [...candidates];
  return candidates.flatMap((candidate) => {
    if (candidate.acts) return [candidate];
    const all = [...candidate.statements, ...(candidate.more ?? [])];
    const isList = candidate.lead !== undefined;
    // A list that is asked for anew is told anew; the rest of it is what the last reply left out.
    if (isList && candidate.reading.way !== 'again') return [candidate];
    const last = new Set(memory.replies[0]?.map(({ text }) => text));
    const isKnown = (text: string) => (isList ? last.has(text) : memory.isShown(text));
    const unseen = all.filter(({ text }) => !isKnown(text));
    if (unseen.length === 0 || unseen.length === all.length) return [candidate];
    const statements = unseen.slice(0, MAX_ITEMS);
    const lead = isList ? { lead: restLead(statements.length, unseen.length) } : {};
    return [candidate, { ...candidate, ...lead, statements, more: unseen.slice(MAX_ITEMS) }];
  });
}
