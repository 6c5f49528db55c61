import { compileFunction } from 'node:vm';

/** Stands for `export`, as long as that word so that places in errors stay right. */
const exported = '$_$_ =';

/** A module as the body of a function, the form of modules in CommonJS: `export default` becomes an assignment. */
const asBody = (code: string): string =>
  code.replace(/(?<![\w$.])export(\s+)default(?![\w$])/g, (_, space: string) => `${exported}${space}       `);

/** Where and why V8 cannot compile a body, or nothing. Compiling runs none of it. */
const fault = (body: string): string | undefined => {
  try {
    compileFunction(body, ['module', 'exports', 'require'], { filename: 'formula' });
    return undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) return 'The code is nested too deeply to be compiled.';
    const [place = '', , marker = ''] = error.stack?.split('\n') ?? [];
    const line = /^formula:(\d+)$/.exec(place)?.[1];
    const at = line === undefined ? '' : ` (line ${line}, column ${marker.indexOf('^') + 1})`;
    // V8 quotes names and numbers of the code; a message of ours repeats nothing that was sent but punctuation.
    return `${error.message.replace(/ ?'[^']*\w[^']*'/g, '').replace(/: \/.*\/\w*:/, ':')}${at}.`;
  }
};

const assignment = /(?<![\w$])module\s*\.\s*exports\s*=(?!=)|\$_\$_ =(?:\s+)/g;

/** Assignments looked at: the last ones, since the last one counts. */
const most = 20;

/** Whether a place in a body is code: in a comment, a text or a regular expression it may say anything. */
const isCode = (body: string, at: number): boolean => fault(`${body.slice(0, at)}#@${body.slice(at)}`) !== undefined;

const blank = /^(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/;

/** Values that are seen to be no function. Of names and calls only running the code would tell. */
const otherValue = /^(?:["'`\d.{[/+\-!~]|(?:class|true|false|null|undefined|typeof|void)\b)/;

/**
 * What is wrong with the code of a formula, or nothing: it must be a JavaScript module that exports a function, by
 * `module.exports = …` or `export default …`. The code is compiled and never run.
 */
export const codeProblem = (code: string): string | undefined => {
  const body = asBody(code);
  const broken = fault(body);
  if (broken !== undefined) return broken;
  const values = [...body.matchAll(assignment)]
    .slice(-most)
    .filter(({ index }) => isCode(body, index))
    .map(({ 0: found, index }) => body.slice(index + found.length).replace(blank, ''));
  if (values.length === 0) {
    return 'The code exports nothing; write module.exports = async function (context) { … } or export default ….';
  }
  return values.some((value) => !otherValue.test(value)) ? undefined : 'What the code exports must be a function.';
};
