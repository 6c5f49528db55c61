import type { HostCall } from './host-call.ts';

/** `URL` and `URLSearchParams`; what a URL is, the process around decides by the WHATWG standard. */
export const installUrl = (host: HostCall) => {
  const plus = (text: string) =>
    encodeURIComponent(text)
      .replace(/%20/g, '+')
      .replace(/[!'()~]/g, escapeOf);
  const escapeOf = (letter: string) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;
  const minus = (text: string) => {
    try {
      return decodeURIComponent(text.replace(/\+/g, ' '));
    } catch {
      return text;
    }
  };

  class URLSearchParams {
    #pairs: [string, string][] = [];
    #changed: (text: string) => void = () => {};

    constructor(init: unknown = '') {
      if (typeof init === 'string') {
        for (const part of init.replace(/^\?/, '').split('&')) {
          const [name = '', ...value] = part.split('=');
          if (part !== '') this.#pairs.push([minus(name), minus(value.join('='))]);
        }
      } else {
        const object = init as Iterable<[string, string]>;
        const pairs = typeof object[Symbol.iterator] === 'function' ? [...object] : Object.entries(object);
        this.#pairs = pairs.map(([name, value]) => [String(name), String(value)]);
      }
    }
    /** Tells a URL of every change. */
    static follow(params: URLSearchParams, changed: (text: string) => void): URLSearchParams {
      params.#changed = changed;
      return params;
    }
    #write(pairs: [string, string][]): void {
      this.#pairs = pairs;
      this.#changed(this.toString());
    }
    append(name: string, value: string): void {
      this.#write([...this.#pairs, [String(name), String(value)]]);
    }
    delete(name: string): void {
      this.#write(this.#pairs.filter(([key]) => key !== name));
    }
    get(name: string): string | null {
      return this.#pairs.find(([key]) => key === name)?.[1] ?? null;
    }
    getAll(name: string): string[] {
      return this.#pairs.filter(([key]) => key === name).map(([, value]) => value);
    }
    has(name: string): boolean {
      return this.#pairs.some(([key]) => key === name);
    }
    set(name: string, value: string): void {
      const at = this.#pairs.findIndex(([key]) => key === name);
      const others = this.#pairs.filter(([key]) => key !== name);
      others.splice(at < 0 ? others.length : at, 0, [String(name), String(value)]);
      this.#write(others);
    }
    forEach(run: (value: string, name: string) => void): void {
      for (const [name, value] of this.#pairs) run(value, name);
    }
    entries() {
      return this.#pairs[Symbol.iterator]();
    }
    keys() {
      return this.#pairs.map(([name]) => name)[Symbol.iterator]();
    }
    values() {
      return this.#pairs.map(([, value]) => value)[Symbol.iterator]();
    }
    [Symbol.iterator]() {
      return this.entries();
    }
    toString(): string {
      return this.#pairs.map(([name, value]) => `${plus(name)}=${plus(value)}`).join('&');
    }
  }

  class URL {
    #parts: Record<string, string>;
    #params: URLSearchParams | undefined;
    constructor(href: string, base?: string) {
      this.#parts = host('url', { href: String(href), ...(base !== undefined && { base: String(base) }) }) as Record<
        string,
        string
      >;
    }
    static canParse(href: string, base?: string): boolean {
      try {
        return Boolean(new URL(href, base));
      } catch {
        return false;
      }
    }
    static read(url: URL, name: string): string {
      return url.#parts[name] ?? '';
    }
    static change(url: URL, name: string, value: string): void {
      url.#parts = host('url', { href: url.#parts.href, change: [name, String(value)] }) as Record<string, string>;
      if (name === 'search' || name === 'href') url.#params = undefined;
    }
    get searchParams(): URLSearchParams {
      this.#params ??= URLSearchParams.follow(new URLSearchParams(URL.read(this, 'search')), (text) => {
        this.#parts = host('url', { href: this.#parts.href, change: ['search', text] }) as Record<string, string>;
      });
      return this.#params;
    }
    toString(): string {
      return URL.read(this, 'href');
    }
    toJSON(): string {
      return URL.read(this, 'href');
    }
  }
  const names = ['hash', 'host', 'hostname', 'href', 'password', 'pathname', 'port', 'protocol', 'search', 'username'];
  for (const name of [...names, 'origin']) {
    Object.defineProperty(URL.prototype, name, {
      get(this: URL) {
        return URL.read(this, name);
      },
      ...(name !== 'origin' && {
        set(this: URL, value: string) {
          URL.change(this, name, value);
        },
      }),
      enumerable: true,
      configurable: true,
    });
  }

  return { URL, URLSearchParams };
};

export type Urls = ReturnType<typeof installUrl>;
