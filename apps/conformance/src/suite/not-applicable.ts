/** Thrown where a case asks for something that gradkit does not have or does not aim to have. */
export class NotApplicable extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'NotApplicable';
  }
}
