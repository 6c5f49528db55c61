import { samples } from './samples.ts';

/** A body as text: short ones in one line. */
export const sampleBody = (operationId: string): string | undefined => {
  const sample = samples[operationId];
  if (sample === undefined) return undefined;
  const line = JSON.stringify(sample);
  return line.length <= 72 ? line : JSON.stringify(sample, undefined, 2);
};

/** The path with what the reader has to replace in capitals: `/tokens/ID`. */
const pathWithBlanks = (path: string): string => path.replace(/\{(\w+)\}/g, (_, name: string) => name.toUpperCase());

/** The command that calls an operation. The address and the key stand in the variables VAULT and KEY. */
export const curlOf = ({
  method,
  path,
  operationId,
  headers,
}: {
  method: string;
  path: string;
  operationId: string;
  headers: readonly string[];
}): string => {
  const verb = method === 'get' ? '' : ` -X ${method.toUpperCase()}`;
  const body = sampleBody(operationId);
  const more = [
    ...headers.map((name) => `-H '${name}: https://api.example.com'`),
    ...(body === undefined ? [] : ["-H 'Content-Type: application/json'"]),
  ];
  const options = ['-H "BT-API-KEY: $KEY"', ...more].join(' ');
  return `curl${verb} "$VAULT${pathWithBlanks(path)}" ${options}${body === undefined ? '' : ` \\\n  -d '${body}'`}`;
};
