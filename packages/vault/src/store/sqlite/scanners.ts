import { Worker } from 'node:worker_threads';
import { StoreError } from '../errors.ts';
import type { SqlValue } from '../port.ts';
import { unpackRows } from './packed-rows.ts';
import type { FromScanner, ScannerData, ToScanner } from './serve-scans.ts';

/** Threads that run statements, as many as are asked at the same time. */
export interface Scanners {
  rows<Row>(sql: string, parameters: readonly SqlValue[]): Promise<Row[]>;
  close(): Promise<void>;
}

export interface ScannersOptions extends ScannerData {
  /** The program of each thread; `sqlite-scanner` when not given. Tests give one that waits. */
  program?: URL | undefined;
  /** Milliseconds after which a thread that has nothing to do ends. */
  rest?: number;
}

interface Scanner {
  rows<Row>(sql: string, parameters: readonly SqlValue[]): Promise<Row[]>;
  hasStopped(): boolean;
  close(): Promise<void>;
}

// Beside this file, in the sources and in a build.
const scannerFile = new URL(
  import.meta.url.endsWith('.ts') ? './sqlite-scanner.ts' : './sqlite-scanner.js',
  import.meta.url,
);

/** A thread keeps nothing between two statements, so little memory for young objects is enough. */
const resourceLimits = { maxYoungGenerationSizeMb: 12 };

interface Waiting {
  resolve: (answer: FromScanner) => void;
  reject: (error: StoreError) => void;
}

const startScanner = ({ path, busyTimeout }: ScannerData, program: URL): Scanner => {
  const data: ScannerData = { path, busyTimeout };
  const worker = new Worker(program, { workerData: data, name: 'store scanner', resourceLimits });
  let waiting: Waiting | undefined;
  let stopped: StoreError | undefined;

  const stop = (reason: string) => {
    stopped ??= new StoreError('closed', `${path}: a thread that reads stopped (${reason}); this may be tried again.`);
    waiting?.reject(stopped);
    waiting = undefined;
  };
  worker.on('error', (error) => stop(error instanceof Error ? error.name : 'unknown'));
  worker.on('exit', (code) => stop(`exit ${code}`));
  worker.on('message', (answer: FromScanner) => {
    waiting?.resolve(answer);
    waiting = undefined;
  });

  return {
    rows: async <Row>(sql: string, parameters: readonly SqlValue[]) => {
      const answered = new Promise<FromScanner>((resolve, reject) => {
        if (stopped) reject(stopped);
        else waiting = { resolve, reject };
      });
      worker.postMessage({ sql, parameters } satisfies ToScanner);
      const answer = await answered;
      if ('error' in answer) throw new StoreError(answer.error.code, answer.error.message);
      return unpackRows(answer.rows) as Row[];
    },
    hasStopped: () => stopped !== undefined,
    close: async () => {
      if (stopped) return;
      const ended = new Promise((resolve) => worker.once('exit', resolve));
      worker.postMessage('close' satisfies ToScanner);
      await ended;
    },
  };
};

/**
 * Threads are started when they are needed, because most vaults rarely scan, and end when they have rested for a while, because each
 * takes some megabytes.
 */
export const startScanners = ({ program = scannerFile, rest = 60_000, ...data }: ScannersOptions): Scanners => {
  const all = new Set<Scanner>();
  const resting = new Map<Scanner, NodeJS.Timeout>();

  const end = async (scanner: Scanner): Promise<void> => {
    clearTimeout(resting.get(scanner));
    resting.delete(scanner);
    all.delete(scanner);
    await scanner.close();
  };

  const take = (): Scanner => {
    // The one that rested last, so that the others come to their end.
    const scanner = [...resting.keys()].findLast((each) => !each.hasStopped());
    if (!scanner) {
      const started = startScanner(data, program);
      all.add(started);
      return started;
    }
    clearTimeout(resting.get(scanner));
    resting.delete(scanner);
    return scanner;
  };

  return {
    rows: async <Row>(sql: string, parameters: readonly SqlValue[]) => {
      const scanner = take();
      try {
        return await scanner.rows<Row>(sql, parameters);
      } finally {
        if (scanner.hasStopped()) all.delete(scanner);
        else if (all.has(scanner)) resting.set(scanner, setTimeout(() => void end(scanner), rest).unref());
      }
    },
    close: async () => {
      await Promise.all([...all].map(end));
    },
  };
};
