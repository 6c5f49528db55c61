import { registerHooks } from 'node:module';
import { type GuardName, guardsIn, withoutGuard } from './guards.ts';

/*
 * Loaded into a vault before its own modules: takes guards out of the sources as they are read. Which ones is in the address
 * this module is loaded by: `remove-guards.ts?guard=NAME`.
 */
const names = new URL(import.meta.url).searchParams.getAll('guard') as GuardName[];

registerHooks({
  load: (url, context, next) => {
    const loaded = next(url, context);
    const here = guardsIn(names, url);
    if (here.length === 0) return loaded;
    return { ...loaded, source: here.reduce((text, name) => withoutGuard(name, text), String(loaded.source)) };
  },
});
