/** A right number of every brand and length that the fields know, no two with a run of nine digits in common. */
export const cardNumbers = [
  ...['4421565879712292', '434545913935927068', '4161494568141405220'],
  ...['5126401936241130', '2221348845182130'],
  ...['342370949506806', '378358456445259'],
  ...['30068421960767', '36801463447325'],
  ...['6011659166096831', '6597297375436863499'],
  ...['3528401058212660', '2131183564500454'],
  ...['6201106197955965', '6291264133370216755'],
  ...['501860060141', '6759213094957877146'],
  ...['4011781052363664', '2200409492322166', '6370956670109109', '6062825623851112'],
];

/** Verification codes that stand nowhere by chance, as long as the brand prints them. */
export const codeOf = (number: string): string => (/^3[47]/.test(number) ? '9471' : '947');

/** Ids and times hold any three digits sooner or later. */
const ids = /\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{32}\b|\b\d+\.\d+\b|\d{4}-\d\d-\d\dT[\d:.+]+/g;

/** Whether a code stands in a text by itself. */
export const holdsCode = (text: string, code: string): boolean =>
  new RegExp(`(?<![0-9a-z])${code}(?![0-9a-z])`, 'i').test(text.replace(ids, ''));
