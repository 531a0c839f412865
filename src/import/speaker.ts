import { type Finding, OWNER, RANK } from './finding.ts';

/** A remark about the owner: which languages are spoken. */
export function speakerOf(languages: readonly string[], origin: Finding['origin']): Finding {
  const last = languages.at(-1) ?? '';
  const told = languages.length === 1 ? last : `${languages.slice(0, -1).join(', ')} and ${last}`;
  return {
    kind: 'person',
    title: OWNER,
    fields: {},
    body: '',
    remarks: [`${OWNER} speaks ${told}.`],
    origin,
    guessed: [],
    rank: RANK.text,
  };
}
