/**
 * The errors that code throws to choose the status of the answer, under the names of the vendor's package
 * `@basis-theory/basis-theory-reactor-formulas-sdk-js`. Each takes a message, a list of messages, an Error, or messages by property.
 */
export const installErrors = () => {
  const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [String(value)]);

  const errorsOf = (given: unknown, standard: string): Record<string, string[]> => {
    if (given === undefined || given === null) return { error: [standard] };
    if (given instanceof Error) return { error: [given.message] };
    if (typeof given !== 'object' || Array.isArray(given)) return { error: listOf(given) };
    return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, listOf(value)]));
  };

  class ReactorFormulaError extends Error {
    readonly status: number;
    readonly errors: Record<string, string[]>;
    constructor(name: string, status: number, standard: string, given: unknown) {
      super(standard);
      this.name = name;
      this.status = status;
      this.errors = errorsOf(given, standard);
    }
    toRFC7807() {
      return { detail: this.message, status: this.status, errors: this.errors };
    }
  }

  const kind = (name: string, status: number, standard: string) =>
    class extends ReactorFormulaError {
      constructor(given?: unknown) {
        super(name, status, standard, given);
      }
    };

  /** Thrown to answer the call with a response of the code's own. */
  class CustomHttpResponseError extends Error {
    readonly status: unknown;
    readonly headers: unknown;
    readonly body: unknown;
    constructor({ status, headers, body }: { status?: unknown; headers?: unknown; body?: unknown } = {}) {
      super('Custom HTTP response');
      this.name = 'CustomHttpResponseError';
      this.status = status ?? 200;
      this.headers = headers ?? {};
      this.body = body;
    }
  }

  return {
    CustomHttpResponseError,
    ReactorFormulaError,
    module: {
      AuthenticationError: kind('AuthenticationError', 401, 'Authentication Failed'),
      AuthorizationError: kind('AuthorizationError', 403, 'Forbidden'),
      CustomHttpResponseError,
      BadRequestError: kind('BadRequestError', 400, 'Bad Request'),
      InvalidPaymentMethodError: kind('InvalidPaymentMethodError', 402, 'Invalid Payment Method'),
      InvalidReactorConfigurationError: kind('InvalidReactorConfigurationError', 400, 'Invalid Reactor Configuration'),
      RateLimitError: kind('RateLimitError', 429, 'Rate Limit Exceeded'),
      ReactorRuntimeError: kind('ReactorRuntimeError', 500, 'Reactor Runtime Error'),
      ServiceUnavailableError: kind('ServiceUnavailableError', 503, 'Service Unavailable'),
    },
  };
};

export type Errors = ReturnType<typeof installErrors>;
