/*
 * Cards that carry two brands. In the European Union the payer chooses between them (Regulation 2015/751, article 8(6)): a page may
 * choose beforehand, but not for good.
 */
import type { CoBadge } from '@tessera/bridge';
import { html, render, type TemplateResult } from 'lit/html.js';
import { html as element, setAttributes, setText } from '../nodes.ts';
import type { ChoiceScene, ShapedField } from './shaped-field.ts';

/** The first digits of local networks, as far as they are published. Pages can give their own. */
export const published: Readonly<Record<string, CoBadge['patterns']>> = {
  // https://github.com/Adyen/adyen-web, the brand bcmc.
  bancontact: [6703, 479658, 606005],
  // Only members of this network know its ranges; these are numbers for tests: https://docs.stripe.com/testing
  'cartes-bancaires': [40000025, 55555525],
  // Visa/Dankort: the brand visadankort of the same, and https://en.wikipedia.org/wiki/Payment_card_number
  dankort: [4571],
};

/** Names that are not their `type` with a capital letter. */
const names: Readonly<Record<string, string>> = {
  'american-express': 'American Express',
  'cartes-bancaires': 'Cartes Bancaires',
  'diners-club': 'Diners Club',
  jcb: 'JCB',
  unionpay: 'UnionPay',
};

const nameOf = (network: string): string =>
  (Object.hasOwn(names, network) ? names[network] : undefined) ??
  network.replace(/^./, (letter) => letter.toUpperCase());

const covers = (pattern: CoBadge['patterns'][number], number: string): boolean => {
  const [low = 0, high = low] = [pattern].flat();
  const { length } = String(low);
  const start = Number(number.slice(0, length));
  return number.length >= length && start >= low && start <= high;
};

const look = `
.networks { display: flex; flex: none; align-self: stretch; gap: 6px; margin-inline: 2px 8px; }
.networks label { position: relative; display: flex; align-items: center; min-width: 28px; border-radius: 4px; }
.networks svg { width: 28px; height: 18px; margin: 0; border-radius: 3px; }
.networks input { position: absolute; inset: 0; flex: none; opacity: 0; cursor: pointer; }
.networks:has(:checked) label:not(:has(:checked)) svg { opacity: .45; }
.networks label:has(:checked) svg { outline: 2px solid CanvasText; }
.networks label:has(:focus-visible) { outline: 2px solid Highlight; outline-offset: -1px; }
.box[data-icon=right] .networks { order: 1; margin-inline: 8px 2px; }
`;

let sheet: CSSStyleSheet | undefined;

const dress = (): void => {
  if (sheet) return;
  sheet = new CSSStyleSheet();
  sheet.replaceSync(look);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
};

const choiceOf = (
  networks: readonly string[],
  selected: string | undefined,
  { disabled, mark }: ChoiceScene,
  take: (network: string) => void,
): TemplateResult =>
  html`${networks.map(
    (network) => html`<label title=${nameOf(network)}>
      <input
        type="radio"
        name="network"
        aria-label=${nameOf(network)}
        .checked=${network === selected}
        ?disabled=${disabled}
        @change=${() => take(network)}
      />
      ${mark(network) ?? nameOf(network)}
    </label>`,
  )}`;

/** A card number that lets the customer choose between its brand and a local network. `preferred` is chosen until then. */
export const withNetworks = (
  field: ShapedField,
  local: readonly CoBadge[],
  preferred: readonly string[],
): ShapedField => {
  /** For which card: its first digits are those of another one once it is replaced. */
  let choice = { network: '', start: '-' };
  let place: HTMLElement | undefined;
  const said = element('span', { class: 'quiet', 'aria-live': 'polite' });
  /** Each is drawn once: a mark that is replaced while it is being pressed would not be clicked. */
  const marks = new Map<string, Element>();

  const networksOf = (number: string): string[] => {
    const { cardBrand = 'unknown' } = field.facts(number, 'incomplete');
    const found = local.filter(
      ({ type, patterns }) => type !== cardBrand && patterns.some((one) => covers(one, number)),
    );
    return found.length === 0 || cardBrand === 'unknown' ? [] : [...found.map(({ type }) => type), cardBrand];
  };
  const selectedOf = (number: string, networks: readonly string[]): string | undefined => {
    const asked = number.startsWith(choice.start) ? [choice.network, ...preferred] : preferred;
    return asked.find((network) => networks.includes(network));
  };

  return {
    ...field,
    facts: (number, verdict) => {
      const selectedNetwork = selectedOf(number, networksOf(number));
      return { ...field.facts(number, verdict), ...(selectedNetwork !== undefined && { selectedNetwork }) };
    },
    choose: (scene) => {
      const number = scene.value;
      const networks = networksOf(number);
      if (networks.length === 0) {
        setText(said);
        return undefined;
      }
      dress();
      const { label = 'Choose the network of your card' } = scene;
      const mark = (network: string) => {
        const drawn = marks.get(network) ?? scene.mark(network);
        if (drawn) marks.set(network, drawn);
        return drawn;
      };
      const take = (network: string) => {
        choice = { network, start: number.slice(0, 6) };
        scene.chosen();
      };
      place ??= element('span', { class: 'networks', role: 'radiogroup' }, said);
      setAttributes(place, { 'aria-label': label });
      const drawn = choiceOf(networks, selectedOf(number, networks), { ...scene, label, mark }, take);
      render(drawn, place, { renderBefore: said });
      // Once it stands in the document: screen readers are silent about text that comes with its region.
      const text = `${label}: ${networks.map(nameOf).join(', ')}`;
      setTimeout(() => said.isConnected && setText(said, text));
      return place;
    },
  };
};
