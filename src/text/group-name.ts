/** Nouns in the names of groups, in the languages of most affiliations; none is a common surname. */
const GROUP_NOUN = new RegExp(
  `^(?:${[
    'academy|agency|alliance|archives?|association|authority|authors|bureau|cent(?:er|re)|clinic|coalition|collaboration|collaborators|collective|college|commission|committee|community|company|confederation|consortium|contributors|cooperative|corporation|corp|council|department|developers|division|editors|faculty|federation|fellowship|foundation|government|group|guild|hospital|inc|initiative|institut(?:e|ion)|investigators|lab|labs|laborator(?:y|ies)|league|library|limited|llc|ltd|maintainers|members|ministry|museum|network|observatory|office|organi[sz]ation|panel|parliament|participants|partners|partnership|plc|program(?:me)?|project|research|researchers|school|scientists|secretariat|section|senate|services?|society|sons|students|studios?|survey|syndicate|systems|taskforce|team|technologies|trial|union|universit(?:y|ies)|unit|volunteers|workshop',
    String.raw`[\p{L}-]*(?:gruppe|gesellschaft|institut|universität|hochschule|akademie|verein|verband|stiftung|zentrum|ministerium|konsortium|kommission|bibliothek|kollektiv|netzwerk|arbeitskreis)|[\p{L}-]{3,}(?:amt|labor|museum|projekt|archiv)|gmbh|abteilung|lehrstuhl|team`,
    'université|institut|laboratoire|groupe|équipe|société|école|ministère|musée|académie|collectif|comité|réseau|collège|département|centre|fondation',
    'universidad|universidade|università|universitat|instituto|istituto|laboratorio|laboratório|grupo|gruppo|equipo|equipe|centro|sociedad|sociedade|società|asociación|associação|associazione|ministerio|ministério|ministero|museo|museu|escuela|escola|scuola|consorcio|consorzio|fundación|fundação|fondazione|comité|comitê|comitato|universiteit|instituut|groep|stichting|genootschap|vereniging|universitet|uniwersytet|instytut',
  ].join('|')})$`,
  'iu',
);
/** Words that are surnames by themselves, so that only the pair counts: "Task Force". */
const GROUP_PHRASE = /\b(?:task force|working party|press office|university press|museum board)\b/i;
/** Never part of a person's name. */
const JOINING = /[^\s,]\s(?:of|for|and|&|on|für)\s/u;
const ARTICLE = /^the\s/i;
const LEGAL_FORM = /(?:^|[\s,])(?:AG|SE|B\.V\.|N\.V\.|S\.A\.|S\.p\.A\.|e\.\s?V\.|& Co\.?)$/;

/** Whether a name belongs to an institution or a team, which has no family name. */
export function isGroupName(name: string): boolean {
  const words = name.split(/[\s,()/]+/);
  if (words.length < 2) return false;
  return (
    ARTICLE.test(name) ||
    JOINING.test(name) ||
    LEGAL_FORM.test(name) ||
    GROUP_PHRASE.test(name) ||
    /\d/.test(name) ||
    words.some((word) => GROUP_NOUN.test(word.replace(/[.’']s?$/, '')))
  );
}
