import { execFileSync } from 'node:child_process';
import { contract, routes } from '@tessera/contract';
import { describe, expect, it } from 'vitest';
import { codeOf, type Example, examples, type Made, pathOfRequest } from './requests.ts';

const made = (example: Example, more: Partial<Made> = {}): Made => ({
  example,
  id: '',
  body: '',
  vault: 'https://vault.example',
  ...more,
});

/** The route that a name of the client stands for. */
const routeOf = (name: string) => routes(contract).find((each) => each.name.join('.') === name)?.route;

describe('an example', () => {
  it.each(examples)('$name is a request of the API, with a body that it takes', ({ name, method, path, body }) => {
    const route = routeOf(name);
    expect(route).toMatchObject({ method: method.toLowerCase(), path });
    if (body === undefined) expect(route?.body).toBeUndefined();
    else expect(route?.body?.safeParse(body).success).toBe(true);
  });
});

describe('the code of a request', () => {
  const [create, retrieve] = examples as [Example, Example];

  it('for a shell keeps every character of what was typed', () => {
    const body = `{ "data": "it's $HOME; \`id\` \\\\ \\"quoted\\"" }`;
    const [curl] = codeOf(made(create, { body }));
    const command = (curl?.code ?? '').replace(/^curl/, "printf '%s\\n'");
    expect(execFileSync('sh', ['-c', command], { encoding: 'utf8' }).split('\n')).toContain(body);
  });

  it('has the id in its path, whatever that holds', () => {
    expect(pathOfRequest({ example: retrieve, id: '../a?b' })).toBe('/tokens/..%2Fa%3Fb');
    expect(pathOfRequest({ example: retrieve, id: '' })).toBe('/tokens/{id}');
  });

  it('shows a page with fields only for what a customer types', () => {
    expect(codeOf(made(create)).map(({ name }) => name)).toEqual(['curl', 'Node', 'React']);
    expect(codeOf(made(retrieve)).map(({ name }) => name)).toEqual(['curl', 'Node']);
  });
});
