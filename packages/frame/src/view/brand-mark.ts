import { html, type TemplateResult } from 'lit/html.js';

/** Letters and ground of each brand's mark; those of two circles have a second colour and no letters. */
const marks: Readonly<Record<string, readonly [letters: string, ground: string, second?: string]>> = {
  visa: ['VISA', '#1a1f71'],
  mastercard: ['', '#eb001b', '#f79e1b'],
  'american-express': ['AMEX', '#0b63b0'],
  'diners-club': ['DC', '#004c97'],
  discover: ['DISC', '#b34700'],
  jcb: ['JCB', '#0b7a3b'],
  unionpay: ['UPay', '#00707a'],
  maestro: ['', '#0099df', '#ed0006'],
  elo: ['elo', '#111'],
  mir: ['MIR', '#0f754e'],
  hiper: ['hiper', '#b35600'],
  hipercard: ['HIPER', '#b3131b'],
  troy: ['troy', '#00727f'],
  naranja: ['NX', '#b34a00'],
  verve: ['verve', '#8a1538'],
};

/** The mark of a card brand, for eyes alone; an empty card while the brand is unknown. */
export const brandMark = (brand: string): TemplateResult => {
  const [letters, ground, second] = marks[brand] ?? [];
  if (second) {
    return html`<svg viewBox="0 0 34 22" width="34" height="22" aria-hidden="true">
      <circle cx="12.5" cy="11" r="8.5" fill=${ground}></circle>
      <circle cx="21.5" cy="11" r="8.5" fill=${second} fill-opacity=".85"></circle>
    </svg>`;
  }
  if (ground) {
    return html`<svg viewBox="0 0 34 22" width="34" height="22" aria-hidden="true">
      <rect width="34" height="22" rx="3" fill=${ground}></rect>
      <text x="17" y="14.2" text-anchor="middle" fill="#fff">${letters}</text>
    </svg>`;
  }
  return html`<svg viewBox="0 0 34 22" width="34" height="22" aria-hidden="true">
    <rect x=".75" y=".75" width="32.5" height="20.5" rx="3" fill="none" stroke="currentColor" opacity=".45"></rect>
    <rect x="1" y="5" width="32" height="4" fill="currentColor" opacity=".45"></rect>
  </svg>`;
};
