import { guards } from './guards.ts';
import { start } from './start.ts';

// A classic script: while it runs, the document knows its element, whose attributes only the server wrote.
const script = document.currentScript as HTMLScriptElement;

start(
  {
    window,
    build: script.src,
    pageOrigins: JSON.parse(script.dataset.pageOrigins ?? '[]'),
    clock: () => new Date(),
  },
  guards,
);
