/**
 * Loads modules of the vault that served a script tag, each only if it has the digest that the build wrote into that script: whoever pins the
 * script has then pinned what it loads. `import()` knows no digest, but takes a module that a link has loaded before. It needs no policy
 * for Trusted Types, as another script tag would. What the page's own policy asks of scripts, the nonce of the tag satisfies.
 */
export const pinnedBy =
  ({ src, nonce }: HTMLScriptElement) =>
  <T>(path: string, integrity: string): (() => Promise<T>) => {
    let failures = 0;
    return async () => {
      const url = new URL(path, src);
      // Browsers keep a failure under its address.
      if (failures > 0) url.search = `${failures}`;
      const link = document.createElement('link');
      const loaded = new Promise((resolve, reject) => {
        link.onload = resolve;
        link.onerror = () =>
          reject(new TypeError(`${url} cannot be loaded, or is another file than this script knows.`));
      });
      Object.assign(link, { rel: 'modulepreload', href: url.href, integrity, nonce, crossOrigin: 'anonymous' });
      try {
        if (link.relList.supports('modulepreload')) {
          document.head.append(link);
          await loaded;
        }
        return (await import(/* @vite-ignore */ url.href)) as T;
      } catch (thrown) {
        failures += 1;
        throw thrown;
      } finally {
        link.remove();
      }
    };
  };
