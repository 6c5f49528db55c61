import { createHash } from 'node:crypto';
import type { VaultResponse } from '../http/messages.ts';
import { document } from '../http/response.ts';
import { curlOf, sampleBody } from './curl.ts';
import { explorer } from './explorer.ts';
import { html, Markup, prose } from './markup.ts';
import { nameOf, type Schema, schemaTable, table, typeOf } from './schema-table.ts';
import { style } from './style.ts';

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string;
  schema: Schema;
}

interface Body {
  description?: string;
  content?: Record<string, { schema: Schema }>;
}

interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  deprecated?: boolean;
  'x-permission'?: string;
  parameters?: (Parameter | { $ref: string })[];
  requestBody?: Body;
  responses: Record<string, Body | { $ref: string }>;
}

/** The parts of the contract's OpenAPI 3.1 document that this page shows. */
export interface Description {
  info: { title: string; version: string };
  servers: readonly { url: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: {
    parameters: Record<string, Parameter>;
    responses: Record<string, Body>;
    schemas: Record<string, Schema>;
  };
}

interface Entry {
  path: string;
  method: string;
  operation: Operation;
}

/** Turns `atomicCards` into the heading “Atomic cards”. */
const heading = (tag: string): string => {
  const words = tag.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const schemaOf = (body: Body | undefined): Schema | undefined => Object.values(body?.content ?? {})[0]?.schema;

const bodyPart = (
  caption: string,
  body: Body | undefined,
  { schemas }: Description['components'],
): Markup | undefined => {
  const schema = schemaOf(body);
  if (!schema) return undefined;
  if (schema.properties) return schemaTable(schema, caption);
  const name = schema.$ref && nameOf(schema.$ref);
  const named = name === undefined ? undefined : schemas[name];
  if (!named?.properties) return html`<p><b>${caption}</b> ${typeOf(schema)}</p>`;
  return html`<details><summary>${caption} <code>${name}</code></summary>${schemaTable(named, `${caption}: ${name}`)}</details>`;
};

/** Path and query parameters. Headers that every operation takes are described once, at the top of the page. */
const parametersOf = ({ parameters = [] }: Operation): Parameter[] =>
  parameters.filter((parameter): parameter is Parameter => 'in' in parameter && parameter.in !== 'header');

const headersOf = ({ parameters = [] }: Operation): string[] =>
  parameters.some((parameter) => '$ref' in parameter && nameOf(parameter.$ref) === 'proxyUrl') ? ['BT-PROXY-URL'] : [];

/** The command for an operation, and what the page's script needs for its form. */
const commandPart = ({ path, method, operation }: Entry): Markup => {
  const { operationId } = operation;
  const headers = headersOf(operation);
  const query = parametersOf(operation).filter((parameter) => parameter.in === 'query');
  const body = sampleBody(operationId);
  const names = query.map(({ name }) => name).join(', ');
  return html`<pre tabindex="0" aria-label="Command: ${operation.summary}" data-method="${method.toUpperCase()}" data-path="${path}"${names !== '' && html` data-query="${names}"`}${headers.length > 0 && html` data-headers="${headers.join(' ')}"`}${body !== undefined && html` data-body="${body}"`}>${curlOf({ method, path, operationId, headers })}</pre>`;
};

/** The name of the text about a failure. Forwarded calls share one. */
const errorNameOf = (text: Body | { $ref: string }, status: string): string =>
  '$ref' in text ? nameOf(text.$ref) : status;

const operationPart = (entry: Entry, components: Description['components']): Markup => {
  const { path, method, operation } = entry;
  const { operationId, summary, description, deprecated, requestBody, responses } = operation;
  const permission = operation['x-permission'];
  const statuses = Object.keys(responses);
  const success = statuses.find((status) => status.startsWith('2')) ?? '200';
  const answer = responses[success];
  const parameters = parametersOf(operation);
  const failures = Object.entries(responses).filter(([status]) => !status.startsWith('2'));
  return html`<section id="${operationId}" aria-labelledby="h-${operationId}">
<h3 id="h-${operationId}"><a href="#${operationId}">${summary}</a>${deprecated && html` <span class="mark">deprecated</span>`}</h3>
<p class="call"><b class="${method}">${method.toUpperCase()}</b> <code>${path}</code></p>
${description && html`<p>${prose(description)}</p>`}
${commandPart(entry)}
<p><small>SDK <code>bt.${operationId}</code> · ${permission ? html`permission <code>${permission}</code>` : 'any valid key'}</small></p>
${
  parameters.length > 0 &&
  table(
    'Path and query',
    parameters.map(({ name, schema, description: text, required }) => ({
      name,
      schema: text === undefined ? schema : { ...schema, description: text },
      isRequired: required ?? false,
    })),
  )
}
${bodyPart('Body', requestBody, components)}
${answer && 'description' in answer && bodyPart(`Answer ${success}`, answer, components)}
<p><small>${!schemaOf(answer && 'description' in answer ? answer : undefined) && `Answers ${success} without a body. `}Fails with ${failures.map(([status, text], place) => html`${place > 0 && ', '}<a href="#error-${errorNameOf(text, status)}">${status}</a>`)}.</small></p>
</section>
`;
};

const digestOf = ({ text }: Markup) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** The page's script, as the text that its policy allows. */
const script = new Markup(`(${explorer})();`);

/** Not in a tagged template: the build of the package turns one with this end tag into a call of a helper that is not installed. */
const scriptElement = new Markup(`<script>${script.text}</script>`);

/**
 * The reference of the API as one HTML document, made from its OpenAPI description. Its script runs in an origin of its own, not in
 * that of the vault, and may call the vault alone.
 */
export const referenceResponse = (description: Description): VaultResponse =>
  document(referencePage(description), { style: digestOf(style), script: digestOf(script) });

const referencePage = ({ info, servers, paths, components }: Description): string => {
  const [{ url } = { url: '/' }] = servers;
  const serverUrl = url === '/' ? 'http://localhost:4100' : url;
  const entries = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Entry => ({ path, method, operation })),
  );
  const byTag = Object.entries(Object.groupBy(entries, ({ operation }) => operation.tags[0] ?? ''));
  return html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${info.title}: API reference</title>
<style>${style}</style>
<a class="skip" href="#start">Skip to the text</a>
<nav aria-label="Operations">
<p><b>${info.title}</b> <small>${info.version}</small></p>
${byTag.map(
  ([tag, of = []]) =>
    html`<details><summary>${heading(tag)}</summary><ul>${of.map(
      ({ operation: { operationId, summary } }) => html`<li><a href="#${operationId}">${summary}</a></li>`,
    )}</ul></details>`,
)}
<p><a href="#errors">Errors</a> · <a href="#schemas">Schemas</a></p>
</nav>
<main id="start">
<h1>API reference</h1>
<p>Send the key of an application as <code>BT-API-KEY</code>, and JSON as <code>application/json</code>. The same description for programs: <a href="/openapi.json">openapi.json</a>. The commands take the address of the vault and the key from two variables:</p>
<pre id="variables" tabindex="0" aria-label="Variables of the commands">VAULT=${serverUrl} KEY=key_…</pre>
<div id="try-key"></div>
<dl>${Object.values(components.parameters).map(
    ({ name, description }) => html`<dt><code>${name}</code></dt><dd>${prose(description ?? '')}</dd>`,
  )}</dl>
${byTag.map(([tag, of = []]) => html`<h2>${heading(tag)}</h2>\n${of.map((entry) => operationPart(entry, components))}`)}
<h2 id="errors">Errors</h2>
<p>Every error is problem JSON (RFC 7807), see <a href="#schema-Problem">Problem</a>.</p>
<dl>${Object.entries(components.responses).map(
    ([status, { description }]) =>
      html`<dt id="error-${status}"><code>${status}</code></dt><dd>${prose(description ?? '')}</dd>`,
  )}</dl>
<h2 id="schemas">Schemas</h2>
${Object.entries(components.schemas).map(
  ([name, schema]) =>
    html`<section id="schema-${nameOf(name)}"><h3>${name}</h3>${schemaTable(schema, name)}</section>\n`,
)}
</main>
${scriptElement}
</html>
`.text;
};
