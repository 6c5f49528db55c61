import process from 'node:process';

/* Stands in for a process whose module crashes. */
process.on('message', () => process.abort());
process.on('disconnect', () => process.exit());
process.send?.({ ready: true });
