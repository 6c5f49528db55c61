import {
  BasisTheoryValidationError,
  type ElementEvent,
  type EventOf,
  type FieldError,
  type HostedElement,
} from '@tessera/js';
import {
  BasisTheoryProvider,
  CardExpirationDateElement,
  CardNumberElement,
  CardVerificationCodeElement,
  useBasisTheory,
} from '@tessera/react';
import {
  type FormEvent,
  type ReactNode,
  type RefObject,
  useRef,
  useState,
} from 'react';
import { fieldStyle } from './field-style.ts';
import { inWords, placeOrder, type ShopConfig, sentence } from './payment-form.ts';
import type { Receipt } from './shop.ts';

interface CheckoutProps {
  shop: ShopConfig;
  onPaid: () => void;
  /** Is told every event of a field, for the log of this page. */
  onHeard: (id: string, event: ElementEvent) => void;
}

export const ReactCheckout = ({ shop, onPaid, onHeard }: CheckoutProps) => {
  const { bt, error } = useBasisTheory(shop.elementsKey, {
    apiBaseUrl: shop.vaultOrigin,
    elements: true,
  });
  const [receipt, setReceipt] = useState<Receipt>();
  const paid = (given: Receipt) => {
    setReceipt(given);
    onPaid();
  };

  const again = () => {
    setReceipt(undefined);
    document.querySelector<HTMLElement>('#payment')?.focus();
  };

  return (
    <BasisTheoryProvider bt={bt}>
      {receipt ? (
        <Thanks order={receipt.order} onAgain={again} />
      ) : (
        <PaymentForm onPaid={paid} onHeard={onHeard} />
      )}
      {error && <p className="failure">{error.message}</p>}
    </BasisTheoryProvider>
  );
};

interface FormProps {
  onPaid: (receipt: Receipt) => void;
  onHeard: CheckoutProps['onHeard'];
}

const PaymentForm = ({ onPaid, onHeard }: FormProps) => {
  const { bt } = useBasisTheory();
  const number = useRef<HostedElement>(null);
  const expiry = useRef<HostedElement>(null);
  const cvc = useRef<HostedElement>(null);
  const [errors, setErrors] = useState<Record<string, FieldError | undefined>>({});
  const [failure, setFailure] = useState('');
  const [isPaying, setPaying] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  // What every field gets: how it looks, and where its errors go.
  const field = (id: string) => ({
    id,
    className: 'element',
    style: fieldStyle(),
    onChange: (event: EventOf<'change'>) => {
      onHeard(id, event);
      setErrors((before) => ({ ...before, [id]: event.errors?.[0] }));
    },
    // Enter does not leave a frame by itself.
    onKeyDown: (event: EventOf<'keydown'>) => {
      onHeard(id, event);
      if (event.key === 'Enter') form.current?.requestSubmit();
    },
    ...Object.fromEntries(
      (['onReady', 'onFocus', 'onBlur'] as const).map((name) => [
        name,
        (event: ElementEvent) => onHeard(id, event),
      ]),
    ),
  });

  const pay = async (event: FormEvent) => {
    event.preventDefault();
    if (!bt || isPaying) return;
    setPaying(true);
    setFailure('');
    try {
      // The elements stand where values would. They are filled in inside the frame,
      // which sends the card to the vault itself; it never passes through this page.
      const token = await bt.tokens.create({
        type: 'card',
        data: {
          number: number.current,
          expiration_month: expiry.current?.month(),
          expiration_year: expiry.current?.year(),
          cvc: cvc.current,
        },
        // What a list of saved cards shows. A masked number does not tell the brand.
        metadata: { brand: number.current?.cardMetadata.cardBrand ?? 'unknown' },
      });
      onPaid(await placeOrder(token.id));
    } catch (error) {
      if (error instanceof BasisTheoryValidationError) {
        const wrong = error.validation.map((each) => [each.targetId, each] as const);
        setErrors(Object.fromEntries(wrong));
        // Those who hear the page hear what is wrong when they come to the field.
        const parts = { cardNumber: number, expirationDate: expiry, cvc };
        parts[wrong[0]?.[0] as keyof typeof parts]?.current?.focus();
      } else setFailure(sentence(error));
    } finally {
      setPaying(false);
    }
  };

  return (
    <form ref={form} className="card-form" noValidate onSubmit={pay}>
      <Field label="Card number" of={number} error={errors.cardNumber}>
        <CardNumberElement ref={number} {...field('cardNumber')} />
      </Field>
      <Field label="Expiry date" of={expiry} error={errors.expirationDate} half>
        <CardExpirationDateElement ref={expiry} {...field('expirationDate')} />
      </Field>
      <Field label="Security code" of={cvc} error={errors.cvc} half>
        <CardVerificationCodeElement ref={cvc} {...field('cvc')} />
      </Field>
      <p className="failure" role="alert">
        {failure}
      </p>
      <button type="submit" className="pay" disabled={!bt} aria-busy={isPaying}>
        Pay €68.00
      </button>
    </form>
  );
};

interface FieldProps {
  label: string;
  of: RefObject<HostedElement | null>;
  error: FieldError | undefined;
  half?: boolean;
  children: ReactNode;
}

/** A label cannot point into another document, so a click on it is handed on. */
const Field = ({ label, of, error, half, children }: FieldProps) => (
  <div className={`field${half ? ' half' : ''}${error ? ' wrong' : ''}`}>
    {/* biome-ignore lint/a11y: the frame has a name of its own; this is for pointers. */}
    <span className="label" onClick={() => of.current?.focus()}>
      {label}
    </span>
    <div className="box">{children}</div>
    <p className="error">{error && inWords(error)}</p>
  </div>
);

/** Moves the focus to what has just come: the control that had it is gone. */
const focusOn = (element: HTMLElement | null) => element?.focus();

const Thanks = ({
  order,
  onAgain,
}: {
  order: Receipt['order'];
  onAgain: () => void;
}) => (
  <div className="receipt">
    <h2 tabIndex={-1} ref={focusOn}>
      Paid, thank you
    </h2>
    <p className="receipt-words">Order {order.id}. We are wrapping it in straw.</p>
    <button type="button" className="quiet" onClick={onAgain}>
      Pay again
    </button>
  </div>
);
