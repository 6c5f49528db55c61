/** Has the browser save a file that the page made. */
export const saveFile = (
  window: Window & typeof globalThis,
  name: string,
  type: string,
  parts: readonly string[],
): void => {
  const url = window.URL.createObjectURL(new window.Blob([...parts], { type }));
  const link = window.document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the address over when the click returns; the file stays until it is saved.
  window.URL.revokeObjectURL(url);
};
