/** Opens a `<dialog>` above everything else, once it stands in the document. For lit's `ref`. */
export const asModal = (element: Element | undefined): void => {
  queueMicrotask(() => {
    if (element instanceof HTMLDialogElement && element.isConnected && !element.open) element.showModal();
  });
};
