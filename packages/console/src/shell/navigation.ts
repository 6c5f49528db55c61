export interface Navigation {
  /** The address that is shown, without its origin. */
  readonly address: URL;
  go(address: string, options?: { replace?: boolean }): void;
}

/** Whether a click on a link is left to the browser: another tab, a download, another origin. */
const isForBrowser = (event: MouseEvent, link: HTMLAnchorElement | SVGAElement, origin: string): boolean => {
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (event.defaultPrevented || !isPlain || link.hasAttribute('download') || link.hasAttribute('target')) return true;
  return new URL(link.getAttribute('href') ?? '', link.baseURI).origin !== origin;
};

/** Follows the links of the console without loading its page again, and the buttons of the browser for back and forward. */
export const createNavigation = (window: Window, changed: (how: 'link' | 'history') => void): Navigation => {
  const { history, location, document } = window;
  const go: Navigation['go'] = (address, { replace = false } = {}) => {
    const url = new URL(address, location.href);
    if (url.href === location.href || replace) history.replaceState(null, '', url);
    else history.pushState(null, '', url);
    changed('link');
  };
  document.addEventListener('click', (event) => {
    const link =
      event.target instanceof Element ? event.target.closest<HTMLAnchorElement | SVGAElement>('a[href]') : null;
    const href = link?.getAttribute('href') ?? '';
    if (!link || href.startsWith('#') || isForBrowser(event, link, location.origin)) return;
    event.preventDefault();
    go(href);
  });
  window.addEventListener('popstate', () => changed('history'));
  return {
    get address() {
      return new URL(location.href);
    },
    go,
  };
};
