import type { Fault } from '../protocol.ts';

/** Something that is said to the operator, without secrets. */
export class ModuleFault extends Error {
  override readonly name = 'ModuleFault';
  readonly fault: Fault;

  constructor(fault: Fault, message: string) {
    super(message);
    this.fault = fault;
  }
}
