import type { BinInfo } from '@tessera/bridge';
import { isObject } from '../../json.ts';
import type { Ask, ShapedField } from './shaped-field.ts';

/** How many beginnings are remembered. A person who types cards has a few. */
const most = 50;

/** After so many failures nothing is asked any more: the vault is out of reach, or has had too many questions. */
const mostFailures = 3;

/**
 * The digits by which the vault is asked: six while a number is being typed, and those of `cardBin` once the page may know them. So what
 * the page is told never depends on a digit that it is not told as well.
 */
export const beginningOf = (number: string, complete: boolean): string =>
  number.slice(0, complete && number.length >= 16 ? 8 : 6);

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Leaves out what is not known. */
const known = <T extends object>(facts: T): T | undefined => {
  const entries = Object.entries(facts).filter(([, value]) => value !== undefined);
  return entries.length > 0 ? (Object.fromEntries(entries) as T) : undefined;
};

/** What a page may learn of the vault's answer. Its ranges are left out. */
const infoIn = (answer: unknown): BinInfo | undefined => {
  if (!isObject(answer)) return undefined;
  const { brand, funding, segment, issuer } = answer;
  const { name, country } = isObject(issuer) ? issuer : {};
  return known({
    ...{ brand: text(brand), funding: text(funding), segment: text(segment) },
    issuer: known({ name: text(name), country: text(country) }),
  } as BinInfo);
};

/** A card number that tells what the vault knows of cards whose numbers begin so. */
export const withBinInfo = (field: ShapedField, ask: Ask, beginning = beginningOf): ShapedField => {
  const found = new Map<string, BinInfo | undefined>();
  let failures = 0;
  let redraw = () => {};

  const lookUp = (digits: string) => {
    if (failures >= mostFailures) return;
    if (found.size >= most) found.clear();
    found.set(digits, undefined);
    ask(`/enrichments/card-details?bin=${digits}`).then(
      (answer) => {
        found.set(digits, infoIn(answer));
        redraw();
      },
      () => {
        failures += 1;
        found.delete(digits);
      },
    );
  };

  const infoOf = (number: string, complete: boolean): BinInfo | undefined => {
    const digits = beginning(number, complete);
    if (digits.length < 6) return undefined;
    if (!found.has(digits)) lookUp(digits);
    // What holds for the first six digits holds until more is known.
    return found.get(digits) ?? found.get(digits.slice(0, 6));
  };

  return {
    ...field,
    facts: (number, verdict) => {
      const binInfo = infoOf(number, verdict === 'complete');
      return { ...field.facts(number, verdict), ...(binInfo && { binInfo }) };
    },
    choose: (scene) => {
      redraw = scene.chosen;
      return field.choose?.(scene);
    },
  };
};
