/** What belongs to one person and can be told by its form, in any language that is read. */

export const EMAIL =
  /(?<![\w.+-])(?:mailto:)?[\w.+-]+\s*(?:@|\(at\)|\[at\]|\s+at\s+(?=[\w-]+\s*(?:\(dot\)|\[dot\])))\s*[\w-]+(?:\s*(?:\.|\(dot\)|\[dot\])\s*[\w-]+)+/giu;
export const PHONE =
  /(?:\b(?:tel|telephone|telefon|phone|mobile|mobil|handy|cell|fax|office|home|whatsapp)\b[.:]?\s*)*(?:(?<![\w./-])(?:\+\s?\d{1,3}|\(\+\d{1,4}\)|\(0\d{1,4}\)|0\d{1,4}(?=[\s/-]))[\s()./-]*\d[\d\s()./-]{4,}\d|(?:\(\d{3}\)\s?|(?<![\w./-])\d{3}[-.])\d{3}[-.]\d{4}(?!\d))(?:\s*\((?:office|home|mobile|cell|fax|privat|work)\))?/giu;
/** "phone: 555 0177", "Tel. 555-0142" */
export const LABELED_PHONE =
  /\b(?:tel|telephone|telefon|phone|mobile|mobil|handy|cell|fax)\b[^\d\n.;]{0,30}[.:]?\s*\+?\d[\d\s()./–-]{4,}\d/giu;
/** A street with its number, and what follows it on the line: "12 Quay Road, Harrow Bay". */
export const STREET =
  /,?\s*(?:(?!(?:19|20)\d\d)\d{1,4}[a-z]?\s+(?:\p{Lu}[\p{L}'’.-]+\s+){1,3}(?:Street|St\.|Road|Rd\.?|Avenue|Ave\.?|Lane|Drive|Dr\.|Square|Way|Boulevard|Blvd\.?|Place|Court)(?!\p{L})|\p{Lu}[\p{L}.-]{0,40}(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|gate|gata|vej|vägen|straat|laan)\s+\d{1,4}[a-z]?(?=\s*(?:[,|·•\n]|$))|\d{1,4}(?:\s?bis)?,?\s+(?:rue|avenue|boulevard|place|chemin|allée|quai)\s+[\p{L}'’ -]+|(?:calle|via|viale|plaza)\s+[\p{L}' -]+,?\s+\d{1,4})[^|·•\n.]*/gu;
