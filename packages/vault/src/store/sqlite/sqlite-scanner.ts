import { parentPort, workerData } from 'node:worker_threads';
import { serveScans } from './serve-scans.ts';

// The program of a thread that scans.
if (parentPort !== null) serveScans(parentPort, workerData);
