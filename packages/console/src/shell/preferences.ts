/** How the reader wants the pages. Kept in the browser; it holds nothing else. */
export interface Preferences {
  /** `undefined` follows the system. */
  theme?: 'light' | 'dark' | undefined;
  /** `undefined` follows the browser. */
  language?: string | undefined;
}

const name = 'tessera-console';

/** Reads them. Browsers that keep nothing give none. */
export const readPreferences = (window: Window): Preferences => {
  try {
    const { theme, language } = JSON.parse(window.localStorage.getItem(name) ?? '{}') as Record<string, unknown>;
    return {
      ...((theme === 'light' || theme === 'dark') && { theme }),
      ...(typeof language === 'string' && { language }),
    };
  } catch {
    return {};
  }
};

export const keepPreferences = (window: Window, preferences: Preferences): void => {
  try {
    window.localStorage.setItem(name, JSON.stringify(preferences));
  } catch {
    // They hold until the page is closed.
  }
};
