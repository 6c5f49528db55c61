/*
 * A checkout as an adopter of the vendor's React package writes it today. Nothing in it knows of this vault.
 */
import {
  BasisTheoryProvider,
  CardElement,
  CardExpirationDateElement,
  CardNumberElement,
  CardVerificationCodeElement,
  CopyButtonElement,
  TextElement,
  useBasisTheory,
} from '@basis-theory/react-elements';
import type {
  BasisTheoryElements,
  ICardElement,
  ICardExpirationDateElement,
  ICardNumberElement,
  ICardVerificationCodeElement,
  ITextElement,
} from '@basis-theory/web-elements';
import { Component, type ReactNode, StrictMode, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';

declare global {
  interface Window {
    shop: {
      /** What the components told, in order. */
      readonly told: Record<string, unknown>[];
      /** What a script of the page has of the vendor’s SDK, once the card is ready. */
      sdk?: { readonly bt: BasisTheoryElements; readonly card: ICardElement };
    };
  }
}

const query = new URLSearchParams(location.search);
window.shop = { told: [] };
const tell = (event: object) => void window.shop.told.push({ ...event });

/** What a React application has around its parts. */
class Boundary extends Component<{ readonly children: ReactNode }, { readonly failure?: string }> {
  override state: { readonly failure?: string } = {};
  static getDerivedStateFromError = (error: Error & { code?: string }) => ({
    failure: `${error.name} ${error.code}: ${error.message}`,
  });
  override render() {
    const { failure } = this.state;
    return failure === undefined ? this.props.children : <p role="alert">{failure}</p>;
  }
}

const OneFrame = ({ pay }: { readonly pay: (data: unknown) => void }) => {
  const [disabled, setDisabled] = useState(false);
  const card = useRef<ICardElement>(null);
  const { bt } = useBasisTheory();
  const keep = () => {
    if (bt && card.current) window.shop.sdk = { bt, card: card.current };
  };
  return (
    <>
      <CardElement
        id="card"
        ref={card}
        disabled={disabled}
        placeholder={{ cardNumber: 'Number', cardExpirationDate: 'Expiry', cardSecurityCode: 'Code' }}
        autoComplete={{ number: 'cc-number', expirationDate: 'off', csc: 'off' }}
        style={{
          base: { color: 'navy' },
          container: { padding: '4px', backgroundColor: 'rgb(255, 250, 240)', fontWeight: 700 },
        }}
        binLookup
        maxElapsedExpirationYear={10}
        enableCopy
        copyIconStyles={{ size: '20px', color: 'rgb(0, 0, 128)' }}
        onReady={(event) => {
          keep();
          tell(event);
        }}
        onChange={tell}
        onFocus={tell}
        onBlur={tell}
        onKeyDown={tell}
        onCopy={tell}
      />
      <button type="button" onClick={() => pay(card.current)}>
        Pay
      </button>
      <button type="button" onClick={() => setDisabled(!disabled)}>
        Disable or enable
      </button>
      <button type="button" onClick={() => card.current?.clear()}>
        Clear
      </button>
      <button type="button" onClick={() => card.current?.focus()}>
        Focus
      </button>
    </>
  );
};

const Split = ({ pay }: { readonly pay: (data: unknown) => void }) => {
  const [brand, setBrand] = useState('unknown');
  const number = useRef<ICardNumberElement>(null);
  const expiry = useRef<ICardExpirationDateElement>(null);
  const code = useRef<ICardVerificationCodeElement>(null);
  const holder = useRef<ITextElement>(null);
  const data = () => ({
    number: number.current,
    expiration_month: expiry.current?.month(),
    expiration_year: expiry.current?.year(),
    cvc: code.current,
  });
  return (
    <>
      <CardNumberElement
        id="number"
        ref={number}
        iconPosition="none"
        onChange={({ cardBrand }) => setBrand(cardBrand)}
      />
      <CardNumberElement id="mirror" valueRef={number} readOnly />
      <CopyButtonElement
        id="copy"
        text="Copy number"
        valueRef={number as never}
        style={{ base: { color: 'rgb(0, 80, 0)', border: '1px solid green', padding: '6px', transform: 'none' } }}
        onClick={tell}
        onCopy={tell}
      />
      <CardExpirationDateElement id="expiry" ref={expiry} showSpacing maxElapsedExpirationYear={10} />
      <CardVerificationCodeElement id="code" ref={code} cardBrand={brand} />
      <TextElement id="holder" ref={holder} aria-label="Name" placeholder="Name" />
      <output id="brand">{brand}</output>
      <button type="button" onClick={() => pay(data())}>
        Pay
      </button>
    </>
  );
};

const Checkout = () => {
  const { bt, error } = useBasisTheory(query.get('key') ?? '', {
    disableTelemetry: true,
    ...(query.has('domain') && { customDomain: query.get('domain') ?? '' }),
  });
  const [outcome, setOutcome] = useState('');
  const pay = (data: unknown) => {
    if (!bt) return;
    bt.tokens.create({ type: 'card', data: data as never }).then(
      ({ id, type, tenantId, data: masked }) => setOutcome(JSON.stringify({ id, type, tenantId, data: masked })),
      ({ name, details, validation }) => setOutcome(JSON.stringify({ name, details, validation })),
    );
  };
  return (
    <BasisTheoryProvider {...(bt && { bt })}>
      {query.has('split') ? <Split pay={pay} /> : <OneFrame pay={pay} />}
      <output id="outcome">{error?.message ?? outcome}</output>
    </BasisTheoryProvider>
  );
};

createRoot(document.querySelector('#root') as Element).render(
  <StrictMode>
    <Boundary>
      <Checkout />
    </Boundary>
  </StrictMode>,
);
