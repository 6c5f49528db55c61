/** Types of inputs of which a form without a button may have only one, to be submitted by Enter. */
const blocking = /^(text|search|tel|url|email|password|date|month|week|time|datetime-local|number)$/;

/**
 * Submits the form of a field as Enter in an input would: by a click on its first submit button, which does nothing if that is disabled; in a form
 * without one, only if no other field could be filled in.
 */
export const submitBy = (field: HTMLElement, form: HTMLFormElement): void => {
  const { localName } = field;
  const root = form.getRootNode() as Document | ShadowRoot;
  const controls = [...root.querySelectorAll<HTMLInputElement>(`button,input,${localName}`)].filter(
    (control) => control.form === form,
  );
  const button = controls.find(({ localName: name, type }) => name !== localName && /^(submit|image)$/.test(type));
  const fields = controls.filter((control) => control.localName === localName || blocking.test(control.type));
  if (button) button.click();
  else if (fields.length === 1) form.requestSubmit();
};
