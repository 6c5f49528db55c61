/** How code of the prelude reaches the process around it. Throws what the process says is wrong. */
export type HostCall = (service: string, input: unknown) => unknown;
