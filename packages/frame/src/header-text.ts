/** Whether a text from the page can be the value of a header, and is not absurdly long. */
export const isHeaderText = (text: unknown): text is string => typeof text === 'string' && /^[!-~]{1,400}$/.test(text);
