import { type CompileOptions, compile, type Expression, type Json } from './expression.ts';

/**
 * Compiles each template once and keeps it: for templates of our own, which are few and the same objects each time. Those of
 * requests are compiled where they are used, so that nobody can fill the memory with them.
 */
export const compileOnce = (options: CompileOptions): ((template: Json) => Expression) => {
  const compiled = new Map<Json, Expression>();
  return (template) => {
    const found = compiled.get(template) ?? compile(template, options);
    compiled.set(template, found);
    return found;
  };
};
