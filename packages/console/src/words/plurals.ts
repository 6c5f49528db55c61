/** A sentence for each plural form that a language needs, with `#` where the number stands. */
type Forms<Needed extends Intl.LDMLPluralRule> = Readonly<
  Record<Needed | 'other', string> & Partial<Record<Intl.LDMLPluralRule, string>>
>;

/**
 * Chooses between sentences by the plural form that a number takes in a language (Unicode CLDR), and writes the number as that language
 * does. `Needed` are the forms of the language: leaving one out does not compile.
 */
export const plurals = <Needed extends Intl.LDMLPluralRule>(language: string) => {
  // Making these takes milliseconds, and the first page shows no number.
  let made: { rules: Intl.PluralRules; numbers: Intl.NumberFormat } | undefined;
  return (count: number, forms: Forms<Needed>): string => {
    made ??= { rules: new Intl.PluralRules(language), numbers: new Intl.NumberFormat(language) };
    return (forms[made.rules.select(count)] ?? forms.other).replace('#', made.numbers.format(count));
  };
};
