import type { Browser, CDPSession } from '@playwright/test';
import { sent } from './pages.ts';
import { processorTime } from './processor-time.ts';

/** What a form costs until it is usable, in numbers that hardly depend on what else the machine does. */
export interface Work {
  /** Processor time of the whole browser, in milliseconds: all processes, also those that it threw away. Without a trace, which costs time as well. */
  readonly all: number;
  /** Processor time of the main threads, in milliseconds: of the page, and of its frames. */
  readonly page: number;
  readonly frames: number;
  /** Of that of the frames: compiling and running scripts, and computing styles and layout. */
  readonly script: number;
  readonly layout: number;
  readonly bytes: number;
  readonly requests: number;
}

/** An event of the browser's trace. `dur` is how long it took, `tdur` the processor time of its thread, in microseconds. */
interface Traced {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args: { readonly name?: string; readonly beginData?: { readonly url?: string } };
}

const categories = ['toplevel', 'devtools.timeline', 'v8', 'loading'];
const scripts = new Set(['EvaluateScript', 'v8.compile', 'FunctionCall', 'RunMicrotasks']);
const layouts = new Set(['Layout', 'UpdateLayoutTree']);

const tracing = async (session: CDPSession): Promise<() => Promise<Traced[]>> => {
  const events: Traced[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as Traced[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: categories },
  });
  return async () => {
    const done = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
    await session.send('Tracing.end');
    await done;
    return events;
  };
};

/** The events among these that stand inside of no other one of the same thread. */
const outermost = (events: readonly Traced[]): Traced[] => {
  const ends = new Map<number, number>();
  return events
    .toSorted((one, other) => one.ts - other.ts)
    .filter((event) => {
      const { tid, ts, dur = 0 } = event;
      if (ts < (ends.get(tid) ?? 0)) return false;
      ends.set(tid, ts + dur);
      return true;
    });
};

const processId = async (browser: Browser): Promise<number> => {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.find(({ type }) => type === 'browser')?.id ?? Number.NaN;
};

/** The processor time of the browser until a form is usable. */
const allOf = async (browser: Browser, url: string): Promise<number> => {
  const pid = await processId(browser);
  const context = await browser.newContext();
  const page = await context.newPage();
  const before = processorTime(pid);
  await Promise.all([page.waitForEvent('console'), page.goto(url, { waitUntil: 'commit' })]);
  const spent = processorTime(pid) - before;
  await context.close();
  return spent;
};

/** Loads a form with nothing in the cache, twice, and counts what it costs. */
export const workOf = async (browser: Browser, url: string): Promise<Work> => {
  const all = await allOf(browser, url);
  const context = await browser.newContext();
  const page = await context.newPage();
  let requests = 0;
  page.on('request', () => {
    requests += 1;
  });
  const session = await browser.newBrowserCDPSession();
  const stop = await tracing(session);
  const before = sent.bytes;
  await Promise.all([page.waitForEvent('console'), page.goto(url, { waitUntil: 'commit' })]);
  const [bytes, asked] = [sent.bytes - before, requests];
  const events = await stop();
  await session.detach();
  await context.close();

  const site = new URL(url).hostname;
  const shownIn = new Map(
    events.flatMap(({ name, pid, args: { beginData } }) =>
      name === 'ParseHTML' && beginData?.url?.startsWith('http')
        ? [[pid, new URL(beginData.url).hostname === site] as const]
        : [],
    ),
  );
  const mains = new Set(
    events.flatMap(({ name, pid, tid, args }) =>
      name === 'thread_name' && args.name === 'CrRendererMain' ? [`${pid} ${tid}`] : [],
    ),
  );
  const spent = (isPage: boolean, isMeant: (name: string) => boolean) => {
    const meant = events.filter(
      ({ name, pid, tid, tdur }) =>
        tdur !== undefined && shownIn.get(pid) === isPage && mains.has(`${pid} ${tid}`) && isMeant(name),
    );
    return outermost(meant).reduce((sum, { tdur = 0 }) => sum + tdur, 0) / 1_000;
  };
  const isTask = (name: string) => name === 'ThreadControllerImpl::RunTask' || name === 'RunTask';
  return {
    all,
    page: spent(true, isTask),
    frames: spent(false, isTask),
    script: spent(false, (name) => scripts.has(name)),
    layout: spent(false, (name) => layouts.has(name)),
    bytes,
    requests: asked,
  };
};
