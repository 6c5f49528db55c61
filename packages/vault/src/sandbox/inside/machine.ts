import type { QuickJSContext, QuickJSHandle, QuickJSRuntime } from 'quickjs-emscripten-core';
import { door, type Ledger } from './door.ts';
import type { Engines } from './engine.ts';
import { asProgram, type Form, formsOf, isParseError, spotOf } from './program.ts';
import type { End, InnerLimits, Settled, Turn } from './protocol.ts';

/** An engine of its own, in which code is run once. */
export interface Machine {
  /** Says what is wrong with code, without calling what it exports. */
  check(code: string): Turn;
  run(code: string, context: string): Turn;
  resume(settled: readonly Settled[]): Turn;
}

/** Which of our ends stands for an error of the engine. */
const engineEnds: Readonly<Record<string, End>> = {
  'out of memory': { kind: 'stopped', by: 'memory' },
  interrupted: { kind: 'stopped', by: 'processor' },
};

/** Lets code import what it may require. */
const offerModules = (runtime: QuickJSRuntime, context: QuickJSContext, require: QuickJSHandle): void => {
  context.setProp(context.global, 'require', require);
  runtime.setModuleLoader((name) => {
    const names = context.evalCode(`Object.keys(require(${JSON.stringify(name)}))`);
    if (names.error) return { error: new Error('There is no such module.') };
    const exported = (context.dump(names.value) as string[]).filter(
      (key) => key !== 'default' && /^[A-Za-z_]\w*$/.test(key),
    );
    const lines = exported.map((key) => `export const ${key} = module[${JSON.stringify(key)}];`);
    return `const module = require(${JSON.stringify(name)}); export default module.default ?? module; ${lines.join(' ')}`;
  });
};

/** Makes an engine for one call. It is ready to run before anything is known of the call. */
export const startMachine = async (engines: Engines, limits: InnerLimits): Promise<Machine> => {
  const ledger: Ledger = {
    limits,
    lines: [],
    wants: [],
    sending: 0,
    open: new Map(),
    requests: 0,
    form: 'commonjs',
    end: undefined,
  };
  const { runtime, context, guest } = await engines.make((service, input) => door(ledger, service, input));
  const member = (name: string): QuickJSHandle => context.getProp(guest, name);
  offerModules(runtime, context, member('require'));

  let started = process.cpuUsage();
  let exceeded = false;
  runtime.setInterruptHandler(() => {
    const { user, system } = process.cpuUsage(started);
    exceeded ||= user + system > limits.processor * 1000;
    return exceeded;
  });

  const end = (found: End): void => {
    ledger.end ??= found;
  };

  /** How an error of the engine or of the code ends the call; `otherwise` where it is one of the code's. */
  const endBy = (error: QuickJSHandle, otherwise: (described: Record<string, unknown>) => End): void => {
    const described = context.callFunction(member('describe'), context.undefined, error);
    const shown = described.error ? {} : (context.dump(described.value) as Record<string, unknown>);
    end(engineEnd(shown) ?? otherwise(shown));
  };

  /** Everything that can happen before something from outside does. */
  const settle = (): void => {
    while (ledger.end === undefined && runtime.hasPendingJob()) {
      const { error } = runtime.executePendingJobs(1000);
      if (exceeded) end({ kind: 'stopped', by: 'processor' });
      if (error) endBy(error, () => ({ kind: 'stopped', by: 'engine' }));
    }
  };

  /** Evaluates code in one form. False where it cannot be parsed so. */
  const evaluate = (code: string, form: Form): boolean => {
    ledger.form = form;
    const type = form === 'module' ? 'module' : 'global';
    const result = context.evalCode(asProgram(code, form), 'formula.js', { type });
    let parsed = true;
    if (result.error) {
      endBy(result.error, ({ stack }) => {
        parsed = !isParseError(String(stack));
        return { kind: 'unusable', reason: parsed ? 'load' : 'syntax', ...spotOf(String(stack), form) };
      });
      return parsed;
    }
    settle();
    const namespace = form === 'module' ? standardOf(result.value) : context.undefined;
    const taken = context.callFunction(member('take'), context.undefined, namespace);
    if (taken.error || context.dump(taken.value) !== true) end({ kind: 'unusable', reason: 'no-function' });
    return true;
  };

  /** False where the code cannot be run; then the call has ended. */
  const load = (code: string): boolean => {
    context.setProp(context.global, 'module', member('module'));
    const [likely, other] = formsOf(code);
    if (!evaluate(code, likely)) {
      const first = ledger.end;
      ledger.end = undefined;
      if (!evaluate(code, other)) ledger.end = first;
    }
    return ledger.end === undefined;
  };

  /** The default export of a module, whose evaluation may be a promise. */
  const standardOf = (value: QuickJSHandle): QuickJSHandle => {
    const state = context.getPromiseState(value);
    if (state.type === 'pending') {
      end({ kind: 'unusable', reason: 'load' });
      return context.undefined;
    }
    if (state.type === 'rejected') {
      endBy(state.error, ({ stack }) => ({ kind: 'unusable', reason: 'load', ...spotOf(String(stack), 'module') }));
      return context.undefined;
    }
    return context.getProp(state.value, 'default');
  };

  /** Lets the code go on and tells what it did. */
  const turn = (act: () => void): Turn => {
    try {
      act();
      settle();
      if (ledger.end === undefined && ledger.open.size === 0) end({ kind: 'stuck' });
    } catch {
      // A call into the engine has not returned, so its stack is not where it was. The next call gets another instance.
      engines.release();
      end(exceeded ? { kind: 'stopped', by: 'processor' } : { kind: 'stopped', by: 'engine' });
    }
    // Code that was interrupted may have told something else on its way out.
    if (exceeded) ledger.end = { kind: 'stopped', by: 'processor' };
    const { lines, wants } = ledger;
    ledger.lines = [];
    ledger.wants = [];
    ledger.sending = 0;
    return { lines, wants: ledger.end ? [] : wants, ...(ledger.end && { end: ledger.end }) };
  };

  const call = (name: string, ...values: QuickJSHandle[]): void => {
    const { error } = context.callFunction(member(name), context.undefined, ...values);
    if (error) endBy(error, () => ({ kind: 'stopped', by: 'engine' }));
  };

  /** Counts from here: the engine may have waited for its call, while the process did other things. */
  const begin = (act: () => void): Turn => {
    started = process.cpuUsage();
    return turn(act);
  };

  return {
    check: (code) =>
      begin(() => {
        if (load(code)) end({ kind: 'returned', json: undefined });
      }),
    run: (code, text) =>
      begin(() => {
        if (load(code)) call('run', context.newString(text));
      }),
    resume: (settled) =>
      turn(() => {
        for (const { id, ...what } of settled) {
          ledger.open.delete(id);
          if (ledger.end === undefined) call('settle', context.newNumber(id), context.newString(JSON.stringify(what)));
        }
      }),
  };
};

const engineEnd = ({ name, message }: Record<string, unknown>): End | undefined =>
  name === 'InternalError' ? engineEnds[String(message)] : undefined;
