/**
 * A fault that a person can mend. `message` is for the person in front of the screen and says the next move, in
 * Chinese and English; `detail` and `cause` are for whoever reads the log. Classes are divided by who must act.
 */
export abstract class Failure extends Error {
  readonly zh: string;
  readonly en: string;
  /** Non-zero exit code that a script ends with. */
  abstract readonly exitCode: number;

  constructor(words: { zh: string; en: string }, options?: { cause?: unknown }) {
    super(words.en, options);
    this.name = new.target.name;
    this.zh = words.zh;
    this.en = words.en;
  }
}

/** The person who gave the input must act: a file, an option, a line. */
export class BadInput extends Failure {
  readonly exitCode = 2;
}

/** Whoever runs the machine must act: a missing model, a full disk, a locked data folder. */
export class BadSetup extends Failure {
  readonly exitCode = 3;
}
