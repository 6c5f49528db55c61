import { Agent, request } from 'node:https';

interface Answer {
  status: number;
  location: string | undefined;
}

/** A browser at the provider: it follows redirects there, keeps cookies, and stops where it is sent elsewhere. */
export const visitorOf = ({ issuer, ca }: { issuer: string; ca: string }) => {
  const agent = new Agent({ ca });
  const cookies = new Map<string, string>();

  const send = (url: URL, form?: Record<string, string>): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const body = form && new URLSearchParams(form).toString();
      const sent = request(
        url,
        {
          ...{ agent, method: body === undefined ? 'GET' : 'POST' },
          headers: {
            Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
            ...(body !== undefined && { 'Content-Type': 'application/x-www-form-urlencoded' }),
          },
        },
        (response) => {
          for (const line of response.headers['set-cookie'] ?? []) {
            const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
            if (value === '') cookies.delete(name);
            else cookies.set(name, value);
          }
          response.resume().on('end', () => {
            resolve({ status: response.statusCode ?? 0, location: response.headers.location });
          });
        },
      );
      sent.on('error', reject).end(body);
    });

  return {
    /** Signs in as somebody, or leaves, and gives the address that the provider sends the browser back to. */
    signIn: async (address: string, account: string | undefined): Promise<URL> => {
      let url = new URL(address);
      // Signing in, consent, and a redirect between them: far fewer than this.
      for (let steps = 0; steps < 12; steps += 1) {
        const { status, location } = await send(url);
        const isForm = status === 200 && url.pathname.startsWith('/sign-in/');
        const next = isForm
          ? await send(url, account === undefined ? { leave: '1' } : { account })
          : { status, location };
        if (next.location === undefined) throw new Error(`The provider answered ${next.status} at ${url.pathname}.`);
        url = new URL(next.location, url);
        if (url.origin !== issuer) return url;
      }
      throw new Error('The provider sends the browser round and round.');
    },
    close: () => agent.destroy(),
  };
};
